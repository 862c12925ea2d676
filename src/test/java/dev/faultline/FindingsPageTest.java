package dev.faultline;

import dev.faultline.policy.finding.FindingKind;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/findings.md is made from the table that the operator judges by. */
class FindingsPageTest {
    @Test
    void thePageSaysWhatTheTableSays() {
        Page.check("docs/findings.md", page());
    }

    private static String page() {
        return """
                # Findings

                What Faultline says about a workload, in `status.findings`. Each takes points off the score of its
                target: a policy's score is the mean over its targets, 100 at best.

                | Finding | Severity | Points | When | What to do |
                |---|---|---|---|---|
                %s

                ## How calls are judged

                A finding without `target` is about the policy as a whole: it is listed once, and counts for each target.

                `RetryStormRisk` and `HardDependencyCycle` follow declared calls from workload to workload: from a
                dependency's Service to the pods behind it, and on from the policy that has these pods, in whatever
                namespace and in whichever mode. They look 8 hops far. A hop multiplies by the tries of a call
                (`attempts` + 1) or by 100 / (100 − `budgetPercent`), whichever is less: with many calls under way the
                budget binds (20%% makes it 1.25), with few of them it always allows 3 at once and does not. A dependency
                without `retries` counts as 1: what it tries again has not reached anybody. The finding is on the
                policy with which the chain begins. When a policy, a workload or a Service changes, up to 200 policies
                whose workloads call it look again, the nearest first.

                `UndeclaredDependency` is asked of policies with `dependencies`. It looks for hosts in the values of
                environment variables: the names of Services that are there (`cache`, `cache.shop`, `cache:6379`,
                `redis://cache`) and the hosts of URLs outside. Only those names are kept, never a value, and no Secret is
                read. Variables whose name ends like that of a secret (`…PASSWORD`, `…TOKEN`, `…KEY`) or that hold the
                workload's own address (`PUBLIC_…`, `…ORIGIN`, `…REDIRECT…`, `…CALLBACK…`) are skipped. With
                `findings.readConfigMaps` it looks into the ConfigMaps that these variables come from, too.

                `NumericTargetPort`, `HeadlessService` and `NetworkPolicyBlocksSidecar` are asked of ports that pods have
                taken over, of the Services and NetworkPolicies that select them.

                `TimeoutExceedsCallee` compares how long a caller waits for one try (`perTryTimeout`, else `timeout`) with
                the longest deadline, of whatever class, that a policy gives requests to the port behind the Service. It
                says nothing of a port whose `max` is left out, of one that the Service reaches by number, and of
                headless Services.
                """.formatted(
                Stream.of(FindingKind.values()).map(FindingsPageTest::row).collect(Collectors.joining("\n")));
    }

    private static String row(FindingKind kind) {
        return "| `%s` | %s | %d | %s | %s |"
                .formatted(
                        kind.name(),
                        kind.severity(),
                        FindingKind.points(kind.severity()),
                        kind.trigger(),
                        kind.nextStep());
    }
}
