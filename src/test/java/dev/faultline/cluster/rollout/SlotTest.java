package dev.faultline.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Between the decision and the news of it nobody else may decide. */
class SlotTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Slot slot = new Slot(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    });

    private void pass(Duration span) {
        now.updateAndGet(before -> before.plus(span));
    }

    @Test
    void oneTakesIt() {
        assertThat(slot.take()).isTrue();
        assertThat(slot.take()).isFalse();
    }

    @Test
    void itIsFreeAgainAfterARefusal() {
        slot.take();

        slot.refused();

        assertThat(slot.take()).isTrue();
    }

    @Test
    void whatWasWrittenMustBeSeenFirst() {
        slot.take();
        slot.written(() -> now.get().isAfter(Instant.EPOCH.plusSeconds(60)));

        pass(Duration.ofSeconds(60));
        assertThat(slot.isFree()).isFalse();
        pass(Duration.ofSeconds(1));

        assertThat(slot.isFree()).isTrue();
    }

    @Test
    void anAnswerThatWasLostKeepsItForAWhile() {
        slot.take();
        slot.lost();

        pass(Duration.ofSeconds(10));
        assertThat(slot.isFree()).isFalse();
        pass(Duration.ofSeconds(1));

        assertThat(slot.isFree()).isTrue();
    }
}
