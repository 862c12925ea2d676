package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.status.Finding;
import dev.faultline.policy.PolicyPlan;
import dev.faultline.policy.PolicyPlanner;
import dev.faultline.probe.ProbeIntent;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is planned, and gives the budget that its README promises. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    /** Budgets by story, as {@code maxUnavailable policy}. */
    private static final Map<String, List<String>> PROMISED = Map.of(
            "stateless", List.of("25% AlwaysAllow"),
            "quorum", List.of("1 IfHealthyBudget"),
            "single-replica", List.of(),
            "autoscaled", List.of("25% AlwaysAllow"),
            "dependencies", List.of("25% AlwaysAllow"),
            "health", List.of(),
            "gameday", List.of(),
            "protected-service", List.of("25% AlwaysAllow"));

    static Stream<Path> stories() throws IOException {
        try (var folders = Files.list(EXAMPLES)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @Test
    void everyStoryHasAPromise() throws IOException {
        assertThat(stories().map(story -> story.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(PROMISED.keySet());
    }

    @ParameterizedTest
    @MethodSource("stories")
    void aStoryGivesTheBudgetItPromises(Path story) {
        var cluster = Manifests.in(story, "");
        assertThat(cluster.policies().count() + cluster.probes().count()).isPositive();
        assertThat(budgets(story)).isEqualTo(PROMISED.get(story.getFileName().toString()));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void aStoryHasNoFindingsButThoseThatItIsAbout(Path story) {
        var cluster = Manifests.in(story, "");
        var found = cluster.policies()
                .map(policy -> planned(policy, cluster))
                .flatMap(plan -> Stream.concat(
                        plan.findings().stream(),
                        plan.attached().stream().flatMap(target -> target.findings().stream())))
                .map(Finding::finding)
                .toList();

        assertThat(found).isEqualTo(story.endsWith("single-replica") ? List.of("SingleReplica") : List.of());
    }

    @ParameterizedTest
    @MethodSource("stories")
    void everyProbeOfAStoryIsUnderstood(Path story) {
        assertThat(Manifests.in(story, "").probes())
                .allSatisfy(probe -> assertThat(ProbeIntent.read(probe.getSpec()))
                        .isInstanceOf(ProbeIntent.Reading.Understood.class));
    }

    /** The budgets that a folder of manifests gives, as {@code maxUnavailable policy}. */
    static List<String> budgets(Path folder) {
        var cluster = Manifests.in(folder, "");
        return cluster.policies()
                .flatMap(policy -> wanted(policy, cluster).stream())
                .map(budget -> budget.getSpec().getMaxUnavailable().getValue() + " "
                        + budget.getSpec().getUnhealthyPodEvictionPolicy())
                .toList();
    }

    private static List<PodDisruptionBudget> wanted(ResiliencePolicy policy, Manifests cluster) {
        return planned(policy, cluster).wanted();
    }

    private static PolicyPlan.Planned planned(ResiliencePolicy policy, Manifests cluster) {
        var plan = PolicyPlanner.plan(policy, cluster.neighbourhood().of(policy, cluster::policies));
        assertThat(plan).isInstanceOf(PolicyPlan.Planned.class);
        return (PolicyPlan.Planned) plan;
    }
}
