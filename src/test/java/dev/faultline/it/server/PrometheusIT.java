package dev.faultline.it.server;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.gameday.signal.Bound;
import dev.faultline.gameday.signal.Signal;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Prometheus is asked for one number. */
class PrometheusIT {
    private static final Signal.PromQl UP = new Signal.PromQl("up", new Bound.Below(BigDecimal.ONE));

    private static final String[] MEASURED = {
        "errors{code=\"500\"} 0.07", "errors{code=\"503\"} 0.01", "endless +Inf", "nothing NaN", "requests_total 1e+06",
    };

    private static PrometheusServer server;

    @BeforeAll
    static void start() {
        server = new PrometheusServer();
        server.measures(MEASURED);
        eventually(() -> assertThat(server.ask("requests_total", "1")).isEqualTo("good"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} with bad below {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "up                            | 1    | good",
                "sum(errors)                   | 0.08 | good",
                "sum(errors)                   | 0.09 | the value is 0.08; bad is below 0.09",
                "requests_total                | 1000001 | the value is 1000000; bad is below 1000001",
                "endless                       | 1    | good",
                "-endless                      | 1    | the value is infinitely negative; bad is below 1",
                "3                             | 4    | the value is 3; bad is below 4",
                "sum(rate(requests_total[5s])) | 1    | the value is 0; bad is below 1",
                "absent_metric or vector(0)    | 1    | the value is 0; bad is below 1",
                "absent_metric                 | 1    | untold: Prometheus: the query has no value now; where none means zero, add to it: or vector(0)",
                "errors                        | 1    | untold: Prometheus: the query gives 2 series; let it give one number, as sum() does",
                "nothing                       | 1    | untold: Prometheus: the value is not a number, as where nothing is divided by nothing",
                "vector(0)/0                   | 1    | untold: Prometheus: the value is not a number, as where nothing is divided by nothing",
                "errors[1m]                    | 1    | untold: Prometheus: the query gives a range; let it give one number, without [ ] at its end",
                "'text'                        | 1    | untold: Prometheus: the query gives text; let it give one number",
                "sum(                          | 1    | untold: Prometheus: the query cannot be read; try it in the expression browser of Prometheus",
                "errors + on() errors          | 1    | untold: Prometheus: the query fails when it is carried out; try it in the expression browser of Prometheus",
            })
    void aQueryGivesOneNumberOrNothingIsKnown(String query, String bound, String said) {
        eventually(() -> assertThat(server.ask(query.strip(), bound)).isEqualTo(said));
    }

    @Test
    void whatAnExporterSaysIsSeenWithinAScrape() {
        var more = Arrays.copyOf(MEASURED, MEASURED.length + 1);
        more[MEASURED.length] = "changing 5";
        server.measures(more);
        eventually(() -> assertThat(server.ask("changing", "4")).isEqualTo("good"));
    }

    @Test
    void aServerThatIsAwayOrStandsStillIsNotKnown() {
        server.freeze();
        assertThat(PrometheusServer.words(server.client().ask(UP, Duration.ofMillis(500))))
                .isEqualTo("untold: Prometheus: no answer within 500ms");
        server.thaw();

        server.stop();
        assertThat(server.ask("up", "1")).isEqualTo("untold: Prometheus: connection refused");
        server.startAgain();

        eventually(() -> assertThat(server.ask("up", "1")).isEqualTo("good"));
    }

    @Test
    void aPathThatIsNotPrometheusesIsTold() {
        var elsewhere = server.client(URI.create(server.url() + "/elsewhere"));

        assertThat(PrometheusServer.words(elsewhere.ask(UP, Duration.ofSeconds(5))))
                .isEqualTo("untold: Prometheus: status 404, wanted is 200");
    }
}
