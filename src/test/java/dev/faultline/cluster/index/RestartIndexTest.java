package dev.faultline.cluster.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Replacement.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Which restarts of the operator's have not ended. */
class RestartIndexTest {
    private static final Place WEB = new Place("shop", "Deployment/web");

    private final Hand clock = new Hand();
    private final RestartIndex index = new RestartIndex(clock);

    private static final class Hand extends Clock {
        private Instant now = Instant.EPOCH;

        void move(Duration span) {
            now = now.plus(span);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private void put(String mark, Phase phase, int arrived) {
        index.put(new RestartIndex.Restarted(
                WEB,
                new Replacement(
                        new Replacement.Version("u", "1"),
                        mark,
                        "",
                        new Replacement.Manner.Rolling(0),
                        phase,
                        arrived)));
    }

    @Test
    void aRestartIsUnderWayUntilItsPodsAreReplaced() {
        put("p.1", Phase.Moving, 0);
        assertThat(index.underWay()).containsExactly(WEB);

        put("p.1", Phase.Settled, 6);

        assertThat(index.underWay()).isEmpty();
    }

    @Test
    void aRolloutOfSomebodyElseIsNotOurs() {
        put("", Phase.Moving, 0);
        assertThat(index.underWay()).isEmpty();
        put("p.1", Phase.Moving, 0);
        put("p.1", Phase.Settled, 6);

        put("p.1", Phase.Moving, 2);

        assertThat(index.underWay()).isEmpty();
    }

    @Test
    void aLaterRestartIsUnderWayAgain() {
        put("p.1", Phase.Settled, 6);

        put("p.2", Phase.Moving, 0);

        assertThat(index.underWay()).containsExactly(WEB);
    }

    @Test
    void oneThatItsControllerGivesUpIsOver() {
        put("p.1", Phase.Moving, 0);

        put("p.1", Phase.Stuck, 0);
        assertThat(index.underWay()).isEmpty();
        put("p.1", Phase.Moving, 1);

        assertThat(index.underWay()).isEmpty();
    }

    @Test
    void oneThatGetsNoFurtherIsGivenUpInTime() {
        put("p.1", Phase.Moving, 0);
        clock.move(RestartIndex.PATIENCE.minusSeconds(1));
        put("p.1", Phase.Moving, 1);
        clock.move(RestartIndex.PATIENCE.minusSeconds(1));
        put("p.1", Phase.Moving, 1);
        assertThat(index.underWay()).containsExactly(WEB);

        clock.move(Duration.ofSeconds(1));

        assertThat(index.underWay()).isEmpty();
    }

    @Test
    void aWorkloadThatGoesTakesItsRestartAlong() {
        put("p.1", Phase.Moving, 0);

        index.remove(new RestartIndex.Restarted(
                WEB,
                new Replacement(
                        new Replacement.Version("u", "1"),
                        "p.1",
                        "",
                        new Replacement.Manner.Rolling(0),
                        Phase.Moving,
                        0)));

        assertThat(index.underWay()).isEmpty();
    }
}
