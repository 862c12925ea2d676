package dev.faultline.probe;

import static dev.faultline.probe.GivenProbe.intent;
import static dev.faultline.probe.GivenProbe.probe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.probe.Check.Severity;
import dev.faultline.probe.ProbeIntent.Reading;
import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a spec means. */
class ProbeIntentTest {

    @Test
    void whatIsLeftOutIsWhatTheReferenceSays() {
        var intent = intent(probe("deep: {checks: [{name: db, tcp: {address: \"db:5432\"}}]}"));

        assertThat(intent.rules())
                .isEqualTo(new Rules(Duration.ofSeconds(15), Duration.ofSeconds(3), 3, 2, Duration.ofMinutes(10), 4));
        assertThat(intent.goals().window()).isEqualTo(Duration.ofHours(720));
        assertThat(intent.goals().availability()).isEmpty();
        assertThat(intent.checks())
                .containsExactly(new PlannedCheck("db", Severity.Critical, new Aim.Tcp(new Aim.Address("db", 5432))));
    }

    @Test
    void aGateHasItsLimitsAndIsInForceUnlessTheModeIsAudit() {
        var checks = "deep: {checks: [{name: self, podEndpoint: {port: http, path: /well}}]}\n";

        assertThat(intent(probe(checks)).gate()).isEmpty();
        assertThat(intent(probe(checks + "readiness: {impact: None}")).gate()).isEmpty();
        assertThat(intent(probe(checks + "readiness: {impact: Gate}")).gate())
                .contains(new ProbeIntent.Gate(new Limits(33, 50), ProbeIntent.Force.Enforced));
        assertThat(intent(probe(checks + "mode: Audit\nreadiness: {impact: Gate, maxGatedPercent: 10, "
                                + "sharedFailurePercent: 70}"))
                        .gate())
                .contains(new ProbeIntent.Gate(new Limits(10, 70), ProbeIntent.Force.Shown));
    }

    @Test
    void onlyCriticalChecksOfPodsTakePodsOutOfService() {
        var intent = intent(probe("""
                deep:
                  checks:
                  - {name: a, podEndpoint: {port: http, path: "/well?full=1"}}
                  - {name: b, severity: Degraded, podEndpoint: {port: 8080, path: /well}, tls: {serverName: web.shop}}
                  - {name: c, tcp: {address: "db:5432"}}
                readiness: {impact: Gate}
                """));

        assertThat(intent.gating()).containsExactly("a");
        assertThat(intent.checks().subList(0, 2))
                .extracting(PlannedCheck::aim)
                .containsExactly(
                        new Aim.EachPod("http", "/well?full=1", new Tls.None()),
                        new Aim.EachPod("8080", "/well", new Tls.Verified(new Authority.System(), "web.shop")));
    }

    @Test
    void eachKindOfCheckIsAimed() {
        var intent = intent(probe("""
                deep:
                  checks:
                  - {name: a, http: {url: "http://api.shop/health", expectStatus: [200, 204]}}
                  - {name: b, severity: Info, grpc: {address: "[2001:db8::1]:9000", service: ledger.v1.Ledger}}
                  - {name: c, severity: Degraded, kafka: {address: "kafka:9092"}}
                """));

        assertThat(intent.checks())
                .containsExactly(
                        new PlannedCheck(
                                "a", Severity.Critical, new Aim.Http("http://api.shop/health", Set.of(200, 204))),
                        new PlannedCheck(
                                "b",
                                Severity.Info,
                                new Aim.Grpc(new Aim.Address("2001:db8::1", 9000), "ledger.v1.Ledger")),
                        new PlannedCheck(
                                "c",
                                Severity.Degraded,
                                new Aim.Server(Aim.Product.Kafka, new Aim.Address("kafka", 9092))));
    }

    @Test
    void tlsAndCredentialsAreAsWritten() {
        var intent = intent(probe("""
                deep:
                  checks:
                  - {name: a, http: {url: "https://api.shop/health"}}
                  - {name: b, http: {url: "https://api.shop/health"}, tls: {serverName: api.example.com}}
                  - {name: c, tcp: {address: "smtp:465"}, tls: {}}
                  - {name: d, postgres: {address: "db:5432", credentials: {secretRef: {name: db}}}, tls: {caSecretRef: {name: db-ca}}}
                  - {name: e, amqp: {address: "mq:5671"}, tls: {caConfigMapRef: {name: mq-ca}}}
                  - {name: f, redis: {address: "cache:6379"}}
                """));

        assertThat(intent.checks())
                .extracting(PlannedCheck::aim)
                .extracting(aim -> switch (aim) {
                    case Aim.Http http -> http.tls();
                    case Aim.Tcp tcp -> tcp.tls();
                    case Aim.Server server -> server.tls();
                    default -> throw new AssertionError(aim);
                })
                .containsExactly(
                        new Tls.Verified(new Authority.System(), ""),
                        new Tls.Verified(new Authority.System(), "api.example.com"),
                        new Tls.Verified(new Authority.System(), ""),
                        new Tls.Verified(new Authority.InSecret("db-ca"), ""),
                        new Tls.Verified(new Authority.InConfigMap("mq-ca"), ""),
                        new Tls.None());
        assertThat(intent.checks())
                .extracting(PlannedCheck::aim)
                .filteredOn(aim -> aim instanceof Aim.Server)
                .extracting(aim -> ((Aim.Server) aim).login())
                .containsExactly(new Login.InSecret("db"), new Login.Nobody(), new Login.Nobody());
    }

    @Test
    void whereNothingIsAskedPodsAreCounted() {
        var intent = intent(probe("shallow: {preset: TCP, port: 25}"));

        assertThat(intent.checks())
                .extracting(check -> check.name() + " " + check.severity())
                .containsExactly("pods Critical", "all-pods Degraded");
        assertThat(intent.rules().period()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatTheSchemaWouldRefuseIsRefusedHereToo() {
        assertThat(ProbeIntent.read(probe("mode: Audit").getSpec())).isInstanceOf(Reading.Refused.class);
        assertThat(ProbeIntent.read(probe("mode: Odd").getSpec()))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.message()).startsWith("spec.mode is Odd"));
        assertThat(ProbeIntent.read(probe("deep: {checks: [{name: db, tcp: {address: db}}]}")
                        .getSpec()))
                .isInstanceOf(Reading.Refused.class);
    }
}
