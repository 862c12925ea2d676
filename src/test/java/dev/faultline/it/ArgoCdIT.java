package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.argo.ArgoHealth;
import dev.faultline.argo.HealthCase;
import dev.faultline.argo.Yaml;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Command;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.OperatorRights;
import dev.faultline.it.world.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Brings real policies into every state that the health script of docs/argo-cd tells apart, and compares them with its
 * test data; -Dgolden.update=true writes the test data anew.
 */
class ArgoCdIT {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern VERSION = Pattern.compile("resourceVersion: \"\\d+\"");
    private static final String HOLD = "example.com/hold";

    /** Texts by test data file, as they were when the state was there. */
    private static final Map<String, String> SEEN = new HashMap<>();

    private static TestNamespace namespace;

    static List<HealthCase> cases() {
        return HealthCase.all();
    }

    @BeforeAll
    static void givenPoliciesInEveryState() {
        namespace = ApiServer.ready().namespace("argo");
        for (var app : List.of("audited", "calling", "late", "leaving", "spare", "taken", "web")) {
            namespace.apply(Manifests.deployment(app, 2));
            FakePods.ready(namespace, app, 2);
        }
        namespace.apply(Manifests.deployment("single", 1), Manifests.foreignBudget("taken-faultline", "nobody"));
        FakePods.ready(namespace, "single", 1);

        namespace.apply(Manifests.policy("web", "web"));
        see("progressing_no_status", "web");
        try (var _ = OperatorProcess.leading("argo")) {
            see("healthy", "web");
            seeWhatPoliciesAskFor();
            seeWhatStandsInTheWay();
            seeAPolicyGo();
        }
        namespace.apply(Manifests.policyWith(
                "web", "targetRefs: [{kind: Deployment, name: web}]", "disruption: {maxUnavailable: 2}"));
        see("progressing_old_generation", "web");
    }

    private static void seeWhatPoliciesAskFor() {
        namespace.apply(
                Manifests.policy("single", "single"),
                Manifests.policyWith("audited", "targetRefs: [{kind: Deployment, name: audited}]", "mode: Audit"),
                Manifests.policy("absent", "absent"),
                Manifests.policy("spare", "spare", "absent"));
        see("healthy_single_replica", "single");
        see("healthy_audit", "audited");
        see("progressing_target_not_found", "absent");
        see("progressing_one_target_missing", "spare");
    }

    private static void seeWhatStandsInTheWay() {
        namespace.apply(Manifests.policy("zweb", "web"), Manifests.policy("taken", "taken"));
        ApiServer.ready()
                .withAnyMode(() -> namespace.apply(Manifests.policyWith(
                        "broken", "targetRefs: [{kind: Deployment, name: web}]", "mode: Sometimes")));
        see("degraded_conflicted", "zweb");
        see("degraded_budget_name_taken", "taken");
        see("degraded_invalid", "broken");
        try (var _ = OperatorRights.without("create", "poddisruptionbudgets")) {
            namespace.apply(Manifests.policy("late", "late"));
            see("progressing_retrying", "late");
        }
    }

    private static void seeAPolicyGo() {
        namespace.apply(Manifests.policy("leaving", "leaving"));
        namespace.awaitReady("leaving");
        hold(List.of(HOLD));
        namespace.deletePolicy("leaving");
        see("progressing_deleting", "leaving");
        hold(List.of());
    }

    private static void hold(List<String> finalizers) {
        namespace.policies().withName("leaving").edit(policy -> {
            policy.getMetadata().setFinalizers(finalizers);
            return policy;
        });
    }

    @AfterAll
    static void removeAll() {
        namespace.deletePolicy("broken");
        namespace.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLivePolicyIsWhatTheTestDataSayAndIsJudgedSo(HealthCase each) {
        var live = SEEN.get(each.inputPath());

        assertThat(live).as("%s is brought about here", each).isNotNull().isEqualTo(read(each.inputPath()));
        assertThat(health(live)).isEqualTo(each.health());
    }

    /** Waits for the state and keeps the object as it is then. */
    private static void see(String file, String policy) {
        var path = "testdata/" + file + ".yaml";
        var expected = cases().stream()
                .filter(each -> each.inputPath().equals(path))
                .findFirst()
                .orElseThrow();
        eventually(() -> {
            var live = live(policy);
            assertThat(health(live)).as(live).isEqualTo(expected.health());
            assertThat(live).doesNotContain("reason: Checking").doesNotContainPattern("budget: maxUnavailable \\S+\\n");
            SEEN.put(path, live);
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(ArgoHealth.HOME.resolve(path), live);
            }
            assertThat(live).isEqualTo(read(path));
        });
    }

    private static ArgoHealth health(String yaml) {
        return ArgoHealth.of(Yaml.documents(yaml).getFirst());
    }

    /** As kubectl shows it, less what differs from run to run. */
    private static String live(String policy) {
        var text = Command.kubectl("-n", namespace.name(), "get", "respol", policy, "-o", "yaml")
                .text();
        text = UID.matcher(text).replaceAll("00000000-0000-4000-8000-000000000000");
        text = TIME.matcher(text).replaceAll("2026-01-01T00:00:00Z");
        text = VERSION.matcher(text).replaceAll("resourceVersion: \"1000\"");
        return text.replace(namespace.name(), "shop");
    }

    private static String read(String path) {
        try {
            return Files.readString(ArgoHealth.HOME.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
