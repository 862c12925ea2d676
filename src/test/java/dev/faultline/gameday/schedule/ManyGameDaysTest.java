package dev.faultline.gameday.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.gameday.schedule.Situation.Past;
import dev.faultline.gameday.schedule.Situation.Run;
import dev.faultline.gameday.schedule.Situation.State;
import dev.faultline.gameday.schedule.Timetable.Outside;
import dev.faultline.gameday.schedule.Timetable.Overlap;
import dev.faultline.gameday.schedule.Timetable.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hundred game days over half an hour, while schedulers come and go, die between making a run and noting it, and know
 * of runs and notes only after a while.
 */
class ManyGameDaysTest {
    private static final Instant BEGIN = Instant.parse("2027-03-10T10:00:30Z");
    private static final Instant END = BEGIN.plus(Duration.ofMinutes(30));
    private static final int GAME_DAYS = 100;

    /** One game day: what an API server would keep of it. */
    private static final class Kept {
        private final Timetable timetable;
        private final Duration takes;
        private final Map<String, Instant> ends = new LinkedHashMap<>();
        private final List<String> accepted = new ArrayList<>();
        private Past past = new Past(BEGIN, Optional.empty(), Optional.empty());
        private int missed;

        Kept(int number, int every, Duration takes) {
            var expression = "%d-59/%d * * * *".formatted(number % every, every);
            var cron = (Cron.Reading.Understood) Cron.read(expression, Optional.of(Duration.ofMinutes(1)));
            this.timetable = new Timetable(
                    "day-" + number,
                    cron.cron(),
                    new Calendar(ZoneOffset.UTC, List.of(), List.of()),
                    new Rules(Duration.ofMinutes(5), Duration.ofMinutes(30), Overlap.Forbid, Outside.Skip));
            this.takes = takes;
        }

        /** Only the last two that are complete are kept, so that a name does not stay taken. */
        List<Run> runs(Instant now) {
            var complete = ends.entrySet().stream()
                    .filter(run -> !run.getValue().isAfter(now))
                    .map(Map.Entry::getKey)
                    .toList();
            complete.subList(0, Math.max(0, complete.size() - 2)).forEach(ends::remove);
            return ends.entrySet().stream()
                    .map(run -> new Run(run.getKey(), run.getValue().isAfter(now) ? State.Scheduled : State.Complete))
                    .toList();
        }

        void create(String name, Instant now) {
            if (ends.putIfAbsent(name, now.plus(takes)) == null) {
                accepted.add(name);
            }
        }

        List<String> wanted() {
            var starts = new Starts(timetable, BEGIN);
            return Stream.iterate(
                            starts.next(BEGIN, END),
                            Optional::isPresent,
                            start -> starts.next(start.orElseThrow().startsAt(), END))
                    .map(start -> start.orElseThrow().runName(timetable.gameDay()))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noneIsLostAndNoneIsDoubled(long seed) {
        var days = days(every -> Duration.ofSeconds(40));

        run(days, new Random(seed));

        assertThat(days).allSatisfy(day -> {
            assertThat(day.accepted).containsExactlyElementsOf(day.wanted());
            assertThat(day.missed).isZero();
        });
    }

    @Test
    void whereRunsTakeLongerThanTheScheduleLeavesTheRestIsCounted() {
        var days = days(every -> Duration.ofSeconds(90L * every));

        run(days, new Random(6));

        assertThat(days).allSatisfy(day -> {
            var wanted = day.wanted();
            assertThat(day.accepted).doesNotHaveDuplicates().isSubsetOf(wanted);
            assertThat(day.missed).isPositive();
            // What is due at the end and blocked may still be made.
            assertThat(day.accepted.size() + day.missed).isBetween(wanted.size() - 1, wanted.size());
        });
    }

    private static List<Kept> days(IntFunction<Duration> takes) {
        return IntStream.range(0, GAME_DAYS)
                .mapToObj(number -> {
                    var every = 2 + number % 6;
                    return new Kept(number, every, takes.apply(every));
                })
                .toList();
    }

    private static void run(List<Kept> days, Random random) {
        var downUntil = BEGIN;
        for (var now = BEGIN; !now.isAfter(END.plusSeconds(40)); now = now.plusMillis(500 + random.nextInt(4000))) {
            if (now.isBefore(downUntil)) {
                continue;
            }
            for (var day : days) {
                look(day, now, random);
            }
            if (random.nextInt(8) == 0) {
                downUntil = now.plusSeconds(random.nextInt(40));
            }
        }
    }

    /** As a reconciler does: until nothing is left, or it dies on the way. */
    private static void look(Kept day, Instant now, Random random) {
        var bounded = now.isAfter(END) ? END : now;
        for (var steps = 0; steps < 10; steps++) {
            var dies = random.nextInt(5) == 0;
            switch (Scheduler.decide(day.timetable, new Situation(bounded, day.past, day.runs(now), false))) {
                case Decision.Start(var start, var name) -> {
                    day.create(name, now);
                    if (dies) {
                        return;
                    }
                    day.past = new Past(BEGIN, Optional.of(start.scheduledFor()), day.past.countedFrom());
                }
                case Decision.Missed(var count, var last, var _) -> {
                    if (dies) {
                        return;
                    }
                    day.missed += count;
                    day.past = new Past(BEGIN, day.past.lastScheduled(), Optional.of(last.startsAt()));
                }
                case Decision.Blocked _, Decision.Wait _ -> {
                    return;
                }
                case Decision.Replace _, Decision.NeverFits _, Decision.Suspended _ ->
                    throw new AssertionError(day.timetable);
            }
        }
    }
}
