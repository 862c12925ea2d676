package dev.faultline.cluster.install;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks again and again, on the thread that has nothing else to do. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private Waiting() {}

    /** @return whether the condition came true in time */
    static boolean until(Duration patience, BooleanSupplier condition) {
        var end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended from outside", e);
        }
    }
}
