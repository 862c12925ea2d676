package dev.faultline.gameday.run;

import dev.faultline.Page;
import dev.faultline.api.gameday.run.OutcomeReason;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/gameday-states.md is made from the table that runs go by. */
class StatesPageTest {
    @Test
    void thePageSaysWhatTheTableSays() {
        Page.check("docs/gameday-states.md", page());
    }

    private static String page() {
        return """
                # How a run of a game day goes

                `status.phase` says where a run is. Wait for the condition `Complete`; phases may become more.

                ```mermaid
                stateDiagram-v2
                    [*] --> Pending
                %s
                    Complete --> [*]
                ```

                While a run is `Running`, each of its steps goes its own way, in `status.steps`:

                ```mermaid
                stateDiagram-v2
                    [*] --> Waiting
                %s
                    Done --> [*]
                ```

                | Transition | From | To | When |
                |---|---|---|---|
                %s

                ## Reasons

                `status.reason` says why a run ended as it did.

                | Reason | Meaning |
                |---|---|
                %s
                """.formatted(
                        arrows(Stream.of(Transition.values()).filter(each -> !each.isOfStep())),
                        arrows(Stream.of(Transition.values()).filter(Transition::isOfStep)),
                        Stream.of(Transition.values()).map(StatesPageTest::row).collect(Collectors.joining("\n")),
                        Stream.of(OutcomeReason.values())
                                .map(reason -> "| `%s` | %s |".formatted(reason.name(), reason.meaning()))
                                .collect(Collectors.joining("\n")));
    }

    private static String arrows(Stream<Transition> transitions) {
        return transitions.flatMap(StatesPageTest::arrows).collect(Collectors.joining("\n"));
    }

    private static Stream<String> arrows(Transition transition) {
        return transition.isOfStep()
                ? Stream.of(
                        arrow(transition.stepFrom().name(), transition.stepTo().name(), transition))
                : transition.from().stream()
                        .map(from -> arrow(from.name(), transition.to().name(), transition));
    }

    private static String arrow(String from, String to, Transition transition) {
        return "    %s --> %s: %s".formatted(from, to, transition.name());
    }

    private static String row(Transition transition) {
        var from = transition.isOfStep()
                ? transition.stepFrom().name()
                : transition.from().stream().map(Enum::name).collect(Collectors.joining(", "));
        var to = transition.isOfStep()
                ? transition.stepTo().name()
                : transition.to().name();
        return "| `%s` | %s | %s | %s |".formatted(transition.name(), from, to, transition.meaning());
    }
}
