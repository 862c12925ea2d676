package dev.faultline.it.world;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.NoSuchElementException;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what the cluster will come to. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Eventually() {}

    public static void eventually(ThrowingRunnable assertion) {
        eventually(PATIENCE, assertion);
    }

    public static void eventually(Duration patience, ThrowingRunnable assertion) {
        await().atMost(patience)
                .pollInterval(PAUSE)
                .ignoreException(NoSuchElementException.class)
                .untilAsserted(assertion);
    }

    /** Holds now, and every time one looks during the span. */
    public static void throughout(Duration span, Runnable assertion) {
        await().atMost(span.plus(PATIENCE))
                .pollInterval(PAUSE)
                .pollDelay(Duration.ZERO)
                .during(span)
                .until(() -> {
                    assertion.run();
                    return true;
                });
    }
}
