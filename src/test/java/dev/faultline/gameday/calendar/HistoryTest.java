package dev.faultline.gameday.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.HistoryLimits;
import dev.faultline.api.gameday.run.GameDayRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which runs go. The older a run is, the smaller its number. */
class HistoryTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void theOldestOfEachKindGo() {
        var runs =
                List.of(over(3, "Passed"), over(1, "Passed"), over(2, "Passed"), over(4, "Failed"), over(5, "Skipped"));

        var surplus = History.surplus(runs, new HistoryLimits(2, 1));

        assertThat(surplus).extracting(KeptRun::name).containsExactlyInAnyOrder("run-1", "run-4");
    }

    @Test
    void withoutLimitsTenOfEachKindAreKept() {
        var runs = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> over(number, "Inconclusive"))
                .toList();

        assertThat(History.surplus(runs, null)).extracting(KeptRun::name).containsExactly("run-2", "run-1");
        assertThat(History.surplus(runs, new HistoryLimits(null, null))).hasSize(2);
    }

    @Test
    void whatIsNotPutBackOrNotOverOrMadeByAPersonStays() {
        var runs = List.of(
                over(1, "RevertFailed"),
                new KeptRun(over(2, "Passed").run(), false),
                new KeptRun(run(3, ""), true),
                over(4, "Passed"));

        assertThat(History.surplus(runs, new HistoryLimits(0, 0)))
                .extracting(KeptRun::name)
                .containsExactly("run-4");
    }

    private static KeptRun over(int number, String outcome) {
        return new KeptRun(run(number, """
                status:
                  outcome: %1$s
                  completionTime: "2027-03-%2$02dT10:00:00Z"
                  conditions:
                  - {type: Complete, status: "True", reason: %1$s, message: over, lastTransitionTime: "2027-03-01T10:00:00Z"}
                """.formatted(outcome, number)), true);
    }

    private static GameDayRun run(int number, String status) {
        return YAML.unmarshal("""
                metadata: {name: run-%d, creationTimestamp: "2027-03-01T10:00:00Z"}
                spec: {gameDayRef: {name: day}}
                """.formatted(number) + status, GameDayRun.class);
    }
}
