package dev.faultline.cluster.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void aChangeAfterALongRestIsAnsweredAtOnce() {
        IntStream.range(0, 10).forEach(run -> pace.beforeNext(Duration.ZERO));

        assertThat(pace.beforeNext(Duration.ofMinutes(1))).isEqualTo(Pace.SHORTEST);
    }

    @Test
    void whoeverKeepsChangingThingsBackIsAnsweredEverMoreSlowlyUpToABound() {
        var pauses = Stream.generate(() -> pace.beforeNext(Duration.ofMillis(10)))
                .limit(10)
                .toList();

        assertThat(pauses).isSorted().startsWith(Pace.SHORTEST.multipliedBy(2)).endsWith(Pace.LONGEST);
    }

    @Test
    void failuresAreTriedAgainEverMoreSlowlyUpToABoundAndAreForgottenByASuccess() {
        var pauses = Stream.generate(pace::failed).limit(100).toList();

        assertThat(pauses).isSorted().endsWith(Pace.LONGEST_AFTER_FAILURE);

        pace.succeeded();

        assertThat(pace.failed()).isEqualTo(pauses.getFirst());
    }
}
