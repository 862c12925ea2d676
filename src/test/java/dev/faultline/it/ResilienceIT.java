package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of things when replicas come, go and die. */
class ResilienceIT {
    private static final Logger LOG = Logger.getLogger(ResilienceIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two tries of the next leader, and work; a Lease that was not given back would hold for 15 s. */
    private static final Duration HANDED_OVER = Duration.ofSeconds(10);

    /** 128 and the number of the signal, as a shell has it. */
    private static final int ENDED_BY_SIGTERM = 143;

    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Map<String, String> SHORT_LEASE = Map.of(
            "FAULTLINE_LEASE_DURATION", LEASE.toSeconds() + "s",
            "FAULTLINE_LEASE_RENEW_DEADLINE", "4s",
            "FAULTLINE_LEASE_RETRY_PERIOD", "1s");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("resilience");
        namespace.apply(Manifests.deployment("web", 3));
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void theOperatorMayGoAndWorkloadsAndBudgetsStay() {
        try (var operator = OperatorProcess.leading("gone")) {
            namespace.apply(Manifests.policy("web", "web"));
            namespace.awaitReady("web");
            var before = namespace.awaitBudget("web-faultline");

            operator.stop();

            assertThat(namespace.awaitBudget("web-faultline").getMetadata().getUid())
                    .isEqualTo(before.getMetadata().getUid());
            assertThat(namespace
                            .client()
                            .apps()
                            .deployments()
                            .inNamespace(namespace.name())
                            .withName("web")
                            .get())
                    .isNotNull();
        }
    }

    @Test
    void aLeaderThatIsAskedToEndHandsOverAtOnce() {
        try (var first = OperatorProcess.leading("leader");
                var second = OperatorProcess.launch("follower", Map.of())) {
            second.awaitReady();
            namespace.apply(Manifests.policy("web", "web"));
            namespace.awaitReady("web");
            assertThat(second.isLeading()).isFalse();

            var start = Instant.now();
            first.terminate();
            namespace.scale("web", 1);
            eventually(() -> assertThat(namespace.budget("web-faultline")).isEmpty());
            var took = Duration.between(start, Instant.now());

            LOG.infof("Handed over. millis=%d", took.toMillis());
            assertThat(took).isLessThan(HANDED_OVER);
            assertThat(first.awaitExit()).isIn(0, ENDED_BY_SIGTERM);
            eventually(() -> assertThat(second.isLeading()).isTrue());
        }
    }

    @Test
    void aLeaderThatDiesIsReplacedWhenItsLeaseEnds() {
        try (var first = OperatorProcess.launch("victim", SHORT_LEASE);
                var second = OperatorProcess.launch("heir", SHORT_LEASE)) {
            first.awaitReady();
            second.awaitReady();
            eventually(() -> assertThat(first.isLeading() || second.isLeading()).isTrue());
            var leader = first.isLeading() ? first : second;
            var follower = first.isLeading() ? second : first;
            namespace.apply(Manifests.policy("web", "web"));
            namespace.awaitReady("web");

            var start = Instant.now();
            leader.kill();
            namespace.scale("web", 1);
            eventually(() -> assertThat(namespace.budget("web-faultline")).isEmpty());
            var took = Duration.between(start, Instant.now());

            LOG.infof("Taken over. millis=%d", took.toMillis());
            assertThat(took).isLessThan(LEASE.plus(HANDED_OVER));
            assertThat(follower.isLeading()).isTrue();
        }
    }

    @Test
    void onlyTheHolderOfTheLeaseWrites() {
        try (var first = OperatorProcess.leading("holder");
                var second = OperatorProcess.launch("idle", Map.of())) {
            second.awaitReady();

            namespace.apply(Manifests.policy("web", "web"));
            namespace.awaitReady("web");

            assertThat(first.log()).contains("Budget written");
            assertThat(second.log()).doesNotContain("Budget written");
            assertThat(second.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(second.isLeading()).isFalse();
        }
    }

    @Test
    void aPolicyThatCannotBeReadStopsNoOther() {
        try (var operator = OperatorProcess.leading("stubborn")) {
            ApiServer.ready()
                    .withAnyMode(() -> namespace.apply(Manifests.policyWith(
                            "broken", "targetRefs: [{kind: Deployment, name: web}]", "mode: Sometimes")));
            namespace.apply(Manifests.deployment("other", 3), Manifests.policy("other", "other"));
            namespace.awaitReady("other");
            namespace.awaitPolicy(
                    "broken", policy -> assertThat(policy.verdict("Stalled")).isEqualTo("True/Invalid"));

            operator.close();
            try (var _ = OperatorProcess.leading("stubborn-again")) {
                namespace.apply(Manifests.deployment("third", 3), Manifests.policy("third", "third"));
                namespace.awaitReady("third");
            }
            assertThat(namespace.policy("broken").condition("Accepted").message())
                    .contains("spec.mode");
        } finally {
            namespace.deletePolicy("broken");
        }
    }

    @Test
    void settingsThatCannotBeUsedTogetherEndTheStart() {
        assertThatTheStartEnds("FAULTLINE_LEASE_RENEW_DEADLINE", "20s");
    }

    @Test
    void aSettingThatCannotBeReadEndsTheStart() {
        assertThatTheStartEnds("FAULTLINE_LEADER_ELECTION", "maybe");
    }

    @Test
    void aDurationThatCannotBeReadEndsTheStart() {
        assertThatTheStartEnds("FAULTLINE_LEASE_DURATION", "soon");
    }

    private static void assertThatTheStartEnds(String variable, String value) {
        try (var operator = OperatorProcess.launch("refused", Map.of(variable, value))) {
            assertThat(operator.awaitExit()).isNotEqualTo(0);
            assertThat(operator.log()).contains(variable).contains(value);
        }
    }

    @Test
    void theOperatorTellsHowItIs() throws Exception {
        try (var operator = OperatorProcess.leading("told")) {
            namespace.apply(Manifests.policy("web", "web"));
            namespace.awaitReady("web");

            for (var check : new String[] {"live", "ready", "started"}) {
                assertThat(operator.get("/q/health/" + check).statusCode())
                        .as(check)
                        .isEqualTo(200);
            }
            assertThat(operator.get("/q/metrics").body())
                    .contains("faultline_leader 1.0")
                    .contains("faultline_policies")
                    .contains("faultline_budget_writes_total{verb=\"Created\"} 1.0");
            operator.stop();
            assertThat(operator.logLines()).isNotEmpty();
            for (var line : operator.logLines()) {
                assertThat(JSON.readTree(line).fieldNames())
                        .toIterable()
                        .as(line)
                        .contains("timestamp", "level", "message");
            }
        }
    }
}
