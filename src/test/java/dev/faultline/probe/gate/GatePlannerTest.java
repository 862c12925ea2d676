package dev.faultline.probe.gate;

import static dev.faultline.probe.gate.GivenGatedPods.pods;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.probe.Limits;
import dev.faultline.probe.Remarks.Guarded;
import dev.faultline.probe.pod.PodVerdict;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods are out of service, by how each of them is judged; 33 % may be, and 50 % that fail alike share a cause. */
class GatePlannerTest {
    private static final Limits LIMITS = new Limits(33, 50);

    @ParameterizedTest(name = "{0}: out of service are {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "p p p            | none  | none",
                "? ? ?            | none  | none",
                // A fault of one pod.
                "d p p            | a     | none",
                "p p s            | c     | none",
                "d p              | a     | none",
                "d ? ?            | a     | none",
                // One pod always stays in service.
                "d                | none  | Limit: would make 1 of 1 pod unready, limit is 0; kept in service: web-a",
                "dx               | none  | Limit: would make 1 of 1 pod unready, limit is 0; kept in service: web-a",
                "d p-             | none  | Limit: would make 1 of 2 pods unready, limit is 1, 1 not ready for other reasons; kept in service: web-a",
                "dx p-            | none  | Limit: would make 1 of 2 pods unready, limit is 1, 1 not ready for other reasons; kept in service: web-a",
                // A cause that they share.
                "d d d            | none  | Shared: self/db fails on 3 of 3 pods alike: would make 3 of 3 pods unready, limit is 1; pods kept in service",
                "d d p            | none  | Shared: self/db fails on 2 of 3 pods alike: would make 2 of 3 pods unready, limit is 1; pods kept in service",
                "dx d d           | none  | Shared: self/db fails on 3 of 3 pods alike: would make 3 of 3 pods unready, limit is 1; pods kept in service",
                "d d p p          | none  | Shared: self/db fails on 2 of 4 pods alike: would make 2 of 4 pods unready, limit is 1; pods kept in service",
                "s s              | none  | Shared: self fails on 2 of 2 pods alike: would make 2 of 2 pods unready, limit is 1; pods kept in service",
                // Of pods that are not judged or not ready nothing is known.
                "d d ? ? ? ?      | none  | Shared: self/db fails on 2 of 2 pods alike: would make 2 of 6 pods unready, limit is 1; pods kept in service",
                // Others are about to fail alike, or have not come back yet.
                "d l l            | none  | Shared: self/db fails on 3 of 3 pods alike: would make 1 of 3 pods unready, limit is 1; pods kept in service",
                "l l l            | none  | none",
                "r r r            | none  | Shared: self/db fails on 3 of 3 pods alike: would make 3 of 3 pods unready, limit is 1; pods kept in service",
                "r p p            | none  | none",
                "rx p p           | a     | none",
                // Not alike: each is a fault of its own, and the limit holds.
                "d m p p p p      | a     | Limit: would make 2 of 6 pods unready, limit is 1; kept in service: web-b",
                "d mx p p p p     | b     | Limit: would make 2 of 6 pods unready, limit is 1; kept in service: web-a",
                "d m s p p p p p p p | a b c | none",
                // Pods that are not ready for other reasons leave less room, but bring nobody back who fails.
                "d p- p           | none  | Limit: would make 1 of 3 pods unready, limit is 1, 1 not ready for other reasons; kept in service: web-a",
                "dx p- p          | a     | none",
                "d m p- p p p p p p p | a b | none",
                "d m p- p- p p p p p p | a | Limit: would make 2 of 10 pods unready, limit is 3, 2 not ready for other reasons; kept in service: web-b",
                // One that is out of service and not ready stays out: it would come back without having been asked.
                "dx- p p          | a     | none",
                "d- p p           | none  | none",
                // Without the gate nothing can be done, but it serves and shares.
                "dn p p           | none  | none",
                "dn d p           | none  | Shared: self/db fails on 2 of 3 pods alike: would make 2 of 3 pods unready, limit is 1; pods kept in service",
            })
    void podsAreOutOfServiceForTheirOwnFaultsAlone(String given, String out, String guarded) {
        var plan = GatePlanner.plan(pods(given), LIMITS);

        assertThat(letters(plan)).isEqualTo(out);
        assertThat(plan.guarded().map(GatePlannerTest::words).orElse("none")).isEqualTo(guarded);
    }

    private static String letters(GatePlan plan) {
        return plan.gated().isEmpty()
                ? "none"
                : plan.gated().stream()
                        .map(uid -> uid.substring("uid-".length()))
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    private static String words(Guarded guarded) {
        return guarded.cause() + ": " + guarded.message();
    }

    @ParameterizedTest(name = "{0} % of 10 pods: {1} are out of service")
    @CsvSource({"1, 1", "10, 1", "19, 1", "20, 2", "99, 9", "100, 9"})
    void theLimitIsRoundedDownAndLeavesOneInService(int percent, int out) {
        var failing = pods("d ".repeat(10));

        assertThat(GatePlanner.plan(failing, new Limits(percent, 100)).guarded())
                .isPresent();
        assertThat(GatePlanner.plan(unlike(failing), new Limits(percent, 100)).gated())
                .hasSize(out);
    }

    /** The same, each failing by a row of its own. */
    private static List<GatedPod> unlike(List<GatedPod> pods) {
        return pods.stream()
                .map(pod -> new GatedPod(
                        pod.uid(),
                        pod.name(),
                        pod.containersReady(),
                        pod.condition(),
                        new PodVerdict(true, new TreeSet<>(List.of(pod.uid())), new TreeSet<>(List.of(pod.uid())))))
                .toList();
    }

    @Test
    void theOrderInWhichPodsAreListedDoesNotMatter() {
        var pods = pods("d m s px p mx p- p p p");
        var plan = GatePlanner.plan(pods, LIMITS);

        assertThat(GatePlanner.plan(pods.reversed(), LIMITS)).isEqualTo(plan);
        assertThat(new HashSet<>(plan.gated())).contains("uid-f");
    }

    @Test
    void whatWasDecidedOnceStaysDecided() {
        var before = pods("d m s p p p p p p p");
        var out = GatePlanner.plan(before, new Limits(20, 50)).gated();
        var after = before.stream()
                .map(pod -> new GatedPod(
                        pod.uid(),
                        pod.name(),
                        pod.containersReady(),
                        out.contains(pod.uid()) ? GatedPod.Condition.False : GatedPod.Condition.True,
                        pod.verdict()))
                .toList();

        assertThat(GatePlanner.plan(after, new Limits(20, 50)).gated()).isEqualTo(out);
    }
}
