package dev.faultline.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done again and again. */
class RhythmTest {
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final int SEVERAL = 5;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Rhythm rhythm = new Rhythm(timer);

    @AfterEach
    void close() {
        rhythm.close();
        timer.shutdownNow();
    }

    @Test
    void whatIsKeptIsDoneAgainAndAgain() {
        var count = new AtomicInteger();

        rhythm.keep("a", PERIOD, count::incrementAndGet);

        await().until(() -> count.get() >= SEVERAL);
    }

    @Test
    void whatIsKeptTwiceIsDoneOnce() {
        var first = new AtomicInteger();
        var second = new AtomicInteger();

        rhythm.keep("a", PERIOD, first::incrementAndGet);
        rhythm.keep("a", PERIOD, second::incrementAndGet);

        await().until(() -> first.get() >= SEVERAL);
        assertThat(second).hasValue(0);
    }

    @Test
    void anotherPeriodReplacesTheWork() {
        var second = new AtomicInteger();

        rhythm.keep("a", Duration.ofDays(1), () -> {});
        rhythm.keep("a", PERIOD, second::incrementAndGet);

        await().until(() -> second.get() >= SEVERAL);
    }

    @Test
    void oneThatHangsIsNotDoneTwiceAtOnceAndHoldsUpNoOther() {
        var entered = new AtomicInteger();
        var other = new AtomicInteger();
        var end = new CountDownLatch(1);

        rhythm.keep("hangs", PERIOD, () -> {
            entered.incrementAndGet();
            await().until(() -> end.getCount() == 0);
        });
        await().until(() -> entered.get() == 1);
        rhythm.keep("other", PERIOD, other::incrementAndGet);

        await().until(() -> other.get() >= SEVERAL);
        assertThat(entered).hasValue(1);
        end.countDown();
    }

    @Test
    void workThatFailsIsDoneAgain() {
        var count = new AtomicInteger();

        rhythm.keep("a", PERIOD, () -> {
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        });

        await().until(() -> count.get() >= SEVERAL);
    }

    @Test
    void whatIsDroppedIsDoneNoMore() {
        var dropped = new AtomicInteger();
        var other = new AtomicInteger();
        rhythm.keep("a", PERIOD, dropped::incrementAndGet);
        await().until(() -> dropped.get() > 0);

        rhythm.drop("a");
        rhythm.keep("b", PERIOD, other::incrementAndGet);
        await().until(() -> other.get() >= SEVERAL);
        var seen = dropped.get();

        await().until(() -> other.get() >= SEVERAL * 2);
        assertThat(dropped).hasValue(seen);
    }
}
