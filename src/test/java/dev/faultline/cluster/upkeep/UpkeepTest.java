package dev.faultline.cluster.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private final AtomicInteger runs = new AtomicInteger();
    private Upkeep upkeep = new Upkeep("test", this::count);

    @AfterEach
    void stop() {
        upkeep.close();
    }

    @Test
    void itBeginsWithARunAndThenRestsUntilItIsWoken() {
        upkeep.start();
        await().until(() -> runs.get() == 1);
        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 1);

        upkeep.wake();

        await().until(() -> runs.get() == 2);
    }

    @Test
    void changesThatComeTogetherAreAnsweredTogether() {
        upkeep.start();
        await().until(() -> runs.get() == 1);

        for (var wake = 0; wake < 1000; wake++) {
            upkeep.wake();
        }

        await().until(() -> runs.get() == 2);
        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 2);
    }

    @Test
    void whatHappensDuringARunIsAnsweredByTheNext() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        upkeep = new Upkeep("test", () -> {
            begun.countDown();
            awaits(release);
            return count();
        });
        upkeep.start();
        begun.await();

        upkeep.wake();
        release.countDown();

        await().until(() -> runs.get() == 2);
    }

    @Test
    void whatFailsIsTriedAgainByItself() {
        upkeep = new Upkeep("test", () -> {
            if (runs.incrementAndGet() < 3) {
                throw new KubernetesClientException("planned");
            }
            return Upkeep.AT_REST;
        });

        upkeep.start();

        await().until(() -> runs.get() == 3);
    }

    @Test
    void afterTheEndNothingRuns() {
        upkeep.start();
        await().until(() -> runs.get() == 1);

        upkeep.close();
        upkeep.wake();
        upkeep.start();

        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 1);
    }

    @Test
    void theEndWaitsForARunThatIsUnderWay() throws InterruptedException {
        var begun = new CountDownLatch(1);
        upkeep = new Upkeep("test", () -> {
            begun.countDown();
            awaits(new CountDownLatch(1));
            return count();
        });
        upkeep.start();
        begun.await();

        upkeep.close();

        assertThat(runs).hasValue(0);
    }

    private Duration count() {
        runs.incrementAndGet();
        return Upkeep.AT_REST;
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
