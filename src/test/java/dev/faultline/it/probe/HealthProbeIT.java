package dev.faultline.it.probe;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.Backend;
import dev.faultline.it.world.Command;
import dev.faultline.it.world.Description;
import dev.faultline.it.world.GoldenText;
import dev.faultline.it.world.HostsFile;
import dev.faultline.it.world.Kstatus;
import dev.faultline.it.world.ProbeView;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks, incidents, and what is written of them. */
class HealthProbeIT {
    private static final Duration AT_REST = Duration.ofSeconds(8);
    private static final Duration FLAPPING = Duration.ofSeconds(12);

    /** The period of the checks, and a second for what is cut off of each time. */
    private static final Offset<Long> ONE_PERIOD = within(2L);

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("probes", HostsFile.settings("probes"));

    private TestNamespace namespace;
    private Backend backend;

    @BeforeEach
    void givenABackend() {
        namespace = ApiServer.ready().namespace("probes");
        backend = Backend.up();
    }

    @AfterEach
    void removeThem() {
        backend.close();
        namespace.close();
    }

    @Test
    void aServerThatAnswersIsHealthyForEveryTool() {
        namespace.apply(probe(HostsFile.ALLOWED));

        var probe = awaitVerdict("True/Passing");

        assertThat(Kstatus.of(probe.resource())).isEqualTo(Kstatus.Current);
        assertThat(probe.resource().conditions())
                .extracting(each -> each.type() + " " + each.status())
                .containsExactly("Accepted True", "Healthy True", "Ready True");
        assertThat(probe.text("passingChecks")).isEqualTo("1/1");
        assertThat(probe.text("summary")).isEqualTo("Healthy: 1 of 1 checks pass");
    }

    @Test
    void anIncidentIsMeasuredAsByAStopwatch() {
        namespace.apply(probe(HostsFile.ALLOWED));
        awaitVerdict("True/Passing");

        backend.goes();
        var gone = Instant.now();
        var failing = awaitVerdict("False/ChecksFailing");
        var detected = Instant.now();
        backend.comesBack();
        var back = Instant.now();
        var recovered = namespace.awaitProbe("web", probe -> {
            assertThat(probe.verdict("Healthy")).isEqualTo("True/Passing");
            assertThat(probe.incidents())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident).containsKey("recoverySeconds"));
        });

        assertThat(failing.condition("Healthy").message()).startsWith("backend: connection refused");
        assertThat(failing.check("backend")).containsEntry("state", "Failing");
        assertThat(number(recovered, "meanTimeToDetectSeconds"))
                .isCloseTo(Duration.between(gone, detected).toSeconds(), ONE_PERIOD);
        assertThat(number(recovered, "meanTimeToRecoverSeconds"))
                .isCloseTo(Duration.between(gone, back).toSeconds(), ONE_PERIOD);
        assertThat(Kstatus.of(failing.resource())).as("health is not in Ready").isEqualTo(Kstatus.Current);
        eventually(() -> assertThat(events()).contains("IncidentOpened", "IncidentClosed"));
        GoldenText.assertMatches("probe-describe.txt", stable(describe()));
    }

    @Test
    void aHostThatIsNotAllowedIsNeverDialled() {
        namespace.apply(probe(HostsFile.STRANGE));

        var probe = namespace.awaitProbe(
                "web",
                view -> assertThat(view.check("backend"))
                        .hasEntrySatisfying(
                                "message",
                                message -> assertThat(message)
                                        .asString()
                                        .startsWith("not dialled: 127.0.0.1 is a loopback address")
                                        .endsWith("probes.allow")));

        assertThat(probe.verdict("Healthy")).isEqualTo("Unknown/NotJudged");
        assertThat(probe.check("backend")).containsEntry("state", "Unknown");
        assertThat(backend.questions()).isZero();
    }

    @Test
    void atRestNothingIsWrittenAndNothingIsRead() {
        namespace.apply(probe(HostsFile.ALLOWED));
        awaitVerdict("True/Passing");
        // It is there once the first answers are accounted for.
        eventually(() -> assertThat(namespace.probe("web").text("availability")).isEqualTo("100"));
        var atRest = AuditLog.mark();
        var asked = backend.questions();

        throughout(
                AT_REST,
                () -> assertThat(atRest.requests()).allMatch(request -> request.isLease() || request.isWatch()));

        assertThat(backend.questions() - asked).as("it was asked all the while").isGreaterThan(5);
    }

    @Test
    void whileAServerGoesToAndFroTheStatusIsWrittenOnceInTenSeconds() {
        namespace.apply(probe(HostsFile.ALLOWED, "failureThreshold: 1", "successThreshold: 1"));
        awaitVerdict("True/Passing");
        goToAndFroUntil(() -> namespace.probe("web").resource().has("Flapping"));
        var sinceThen = AuditLog.mark();
        var began = Instant.now();

        goToAndFroUntil(() -> Duration.between(began, Instant.now()).compareTo(FLAPPING) > 0);

        var writes = sinceThen.writes(namespace).stream()
                .filter(write -> write.resource().equals("healthprobes/status"))
                .count();
        assertThat(writes).isBetween(1L, FLAPPING.toSeconds() / 10 + 1);
        assertThat(namespace.probe("web").verdict("Flapping")).isEqualTo("True/TooManyTransitions");
    }

    private void goToAndFroUntil(BooleanSupplier end) {
        for (var bad = true; !end.getAsBoolean(); bad = !bad) {
            var asked = backend.questions();
            backend.fails(bad);
            eventually(() -> assertThat(backend.questions()).isGreaterThan(asked));
        }
    }

    private ProbeView awaitVerdict(String healthy) {
        return namespace.awaitProbe(
                "web",
                probe -> assertThat(probe.verdict("Healthy")).as(probe.text()).isEqualTo(healthy));
    }

    private static long number(ProbeView probe, String field) {
        return Long.parseLong(probe.text(field));
    }

    private List<String> events() {
        return namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .map(event -> event.getReason())
                .toList();
    }

    private String describe() {
        return Command.kubectl("describe", "healthprobe", "web", "-n", namespace.name())
                .text();
    }

    private String stable(String described) {
        return Description.stable(described)
                .replace(namespace.name(), "NAMESPACE")
                .replace(":" + backend.port() + "/", ":PORT/")
                .replaceAll("(Seconds|Millis):( +)[0-9]+", "$1:$2N")
                .replaceAll("Availability:( +)[0-9.]+", "Availability:$1N");
    }

    private String probe(String host, String... lines) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 500ms
                    checks:
                    - {name: backend, http: {url: "http://%s:%d/health"}}
                """.formatted(host, backend.port())
                + String.join(
                        "\n", List.of(lines).stream().map(line -> "    " + line).toList());
    }
}
