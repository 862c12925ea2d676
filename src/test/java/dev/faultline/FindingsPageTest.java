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
