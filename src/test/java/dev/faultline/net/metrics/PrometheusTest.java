package dev.faultline.net.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.gameday.signal.Bound;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.net.Dialler;
import dev.faultline.net.HttpReader;
import dev.faultline.net.Resolver;
import dev.faultline.net.Scripted;
import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Answer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of what servers answer, told by servers on this host. */
class PrometheusTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final Signal.PromQl ERRORS =
            new Signal.PromQl("sum(rate(errors{code=\"500\"}[1m]))", new Bound.Above(new BigDecimal("0.05")));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vector ONE(0.01)   | good",
                "vector ONE(0.05)   | good",
                "vector ONE(0.07)   | the value is 0.07; bad is above 0.05",
                "vector ONE(1e+06)  | the value is 1000000; bad is above 0.05",
                "vector ONE(-3)     | good",
                "vector ONE(0.123456789123) | the value is 0.123457; bad is above 0.05",
                "vector ONE(+Inf)   | the value is infinite; bad is above 0.05",
                "vector ONE(-Inf)   | good",
                "scalar [1,\"0.07\"]| the value is 0.07; bad is above 0.05",
                "vector ONE(NaN)    | untold: Prometheus: the value is not a number, as where nothing is divided by nothing",
                "scalar [1,\"NaN\"] | untold: Prometheus: the value is not a number, as where nothing is divided by nothing",
                "vector []          | untold: Prometheus: the query has no value now; where none means zero, add to it: or vector(0)",
                "vector [{},{}]     | untold: Prometheus: the query gives 2 series; let it give one number, as sum() does",
                "matrix []          | untold: Prometheus: the query gives a range; let it give one number, without [ ] at its end",
                "string [1,\"secret\"] | untold: Prometheus: the query gives text; let it give one number",
                "vector ONE(secret) | untold: Prometheus: what answers is no Prometheus",
                "vector ONE(0x1p3)  | untold: Prometheus: what answers is no Prometheus",
                "vector {}          | untold: Prometheus: what answers is no Prometheus",
                "vector [{\"value\":7}] | untold: Prometheus: what answers is no Prometheus",
                "other []           | untold: Prometheus: what answers is no Prometheus",
            })
    void oneNumberIsComparedAndAllElseIsNotKnown(String result, String said) throws IOException {
        var type = result.substring(0, result.indexOf(' '));
        var data = result.substring(type.length() + 1)
                .strip()
                .replaceAll("ONE\\((.*)\\)", "[{\"metric\":{},\"value\":[1435781451.781,\"$1\"]}]");
        var body = "{\"status\":\"success\",\"data\":{\"resultType\":\"" + type + "\",\"result\":" + data + "}}";

        assertThat(asked(ok(body))).isEqualTo(said);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 Bad Request | {\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"secret\"} | the query cannot be read; try it in the expression browser of Prometheus",
                "422 Unprocessable Entity | {\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"secret\"} | the query fails when it is carried out; try it in the expression browser of Prometheus",
                "503 Service Unavailable | {\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"secret\"} | the query takes too long",
                "503 Service Unavailable | {\"status\":\"error\",\"errorType\":\"unavailable\"} | the server is not ready",
                "500 Internal | {\"status\":\"error\",\"errorType\":\"secret\"} | the server has failed",
                "200 OK | {\"status\":\"error\",\"errorType\":\"secret\"} | the server has failed",
                "500 Internal | secret | status 500, wanted is 200",
                "401 Unauthorized | secret | status 401, wanted is 200",
                "404 Not Found | {} | status 404, wanted is 200",
                "302 Found | {} | status 302, a redirect, which is not followed; an administrator sets prometheus.url to where it leads",
                "200 OK | secret | what answers is no Prometheus",
                "200 OK | {\"status\":\"success\" | what answers is no Prometheus",
                "200 OK | [] | what answers is no Prometheus",
                "200 OK | null | what answers is no Prometheus",
                "200 OK | 7 | what answers is no Prometheus",
            })
    void troubleIsToldByItsClassAndNothingThatWasReceivedIsRepeated(String status, String body, String said)
            throws IOException {
        var answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;

        assertThat(asked(answer)).isEqualTo("untold: Prometheus: " + said).doesNotContain("secret");
    }

    @Test
    void anAnswerThatNestsWithoutEndIsNoAnswer() throws IOException {
        assertThat(asked(ok("{\"status\":\"success\",\"data\":" + "[".repeat(20_000))))
                .isEqualTo("untold: Prometheus: what answers is no Prometheus");
    }

    @Test
    void anAnswerThatIsTooLongIsNotRead() throws IOException {
        assertThat(asked(ok("{\"status\":\"success\",\"data\":\"" + "x".repeat(100_000) + "\"}")))
                .isEqualTo(
                        "untold: Prometheus: the answer is longer than 64 KiB; let the query give one number, as sum() "
                                + "does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"})
    void aServerThatHangsIsNotKnownInTime(String words) throws IOException {
        try (var server = Scripted.holding(words)) {
            var begin = System.nanoTime();
            var answer = prometheus(server.port()).ask(ERRORS, SHORT);

            assertThat(words(answer)).isEqualTo("untold: Prometheus: no answer within 600ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
        }
    }

    @Test
    void aServerThatIsNotThereIsNotKnown() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(words(prometheus(port).ask(ERRORS, SHORT))).isEqualTo("untold: Prometheus: connection refused");
    }

    @Test
    void whereNoServerIsNamedTheWordsSayHowToNameOne() {
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        var nobody = Prometheus.at(
                Optional.empty(), new Prometheus.Network(here, _ -> new Standing.Outside()), timer, "faultline-system");

        assertThat(words(nobody.ask(ERRORS, SHORT)))
                .isEqualTo(
                        "untold: not asked: this installation knows no Prometheus; an administrator names it by chart "
                                + "value prometheus.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:PORT", "http://localhost:PORT", "http://LocalHost:PORT/"})
    void theServerThatAnAdministratorHasNamedMayBeAnywhere(String url) throws IOException {
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        try (var server = Scripted.answering(
                ok("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\"," + "\"result\":[1,\"0\"]}}"))) {
            var named = URI.create(url.replace("PORT", String.valueOf(server.port())));
            var prometheus = Prometheus.at(
                    Optional.of(named),
                    new Prometheus.Network(here, _ -> new Standing.Operator()),
                    timer,
                    "faultline-system");

            assertThat(words(prometheus.ask(ERRORS, LONG))).isEqualTo("good");
        }
    }

    @Test
    void theQueryIsSentAsItIsAndSoIsThePathBeforeIt() throws IOException {
        try (var server = Scripted.answering(ok("{}"))) {
            new Prometheus(
                            Optional.of(URI.create("http://peer.test:" + server.port() + "/prom/")),
                            reader(allowing()),
                            "x")
                    .ask(ERRORS, LONG);

            assertThat(new String(server.heard().getFirst(), StandardCharsets.US_ASCII))
                    .startsWith("GET /prom/api/v1/query?query=sum%28rate%28errors%7Bcode%3D%22500%22%7D%5B1m%5D%29%29"
                            + "&timeout=20000ms HTTP/1.1\r\nHost: peer.test:" + server.port() + "\r\n");
        }
    }

    private String asked(String answer) throws IOException {
        try (var server = Scripted.answering(answer)) {
            return words(prometheus(server.port()).ask(ERRORS, LONG));
        }
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private Prometheus prometheus(int port) {
        return new Prometheus(
                Optional.of(URI.create("http://peer.test:" + port)), reader(allowing()), "faultline-system");
    }

    private HttpReader reader(Allowance allowance) {
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        return new HttpReader(new Dialler(here, _ -> new Standing.Outside(), allowance), timer);
    }

    private static Allowance allowing() {
        return Allowance.of(List.of("peer.test"));
    }

    private static String words(Answer answer) {
        return switch (answer) {
            case Answer.Good _ -> "good";
            case Answer.Bad(var message) -> message;
            case Answer.Untold(var message) -> "untold: " + message;
        };
    }
}
