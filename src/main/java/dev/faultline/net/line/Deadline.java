package dev.faultline.net.line;

import dev.faultline.policy.call.Span;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when one try must have ended. */
public final class Deadline {
    private final Duration timeout;
    private final long begin = System.nanoTime();

    private Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    public static Deadline after(Duration timeout) {
        return new Deadline(timeout);
    }

    public Duration taken() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    boolean isOver() {
        return taken().compareTo(timeout) >= 0;
    }

    /** @throws Failure saying that there was no such thing in time */
    public int millisLeft(String what) throws Failure {
        var left = timeout.minus(taken());
        if (!left.isPositive()) {
            throw late(what);
        }
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left.toNanos()));
    }

    public Failure late(String what) {
        return Failure.bad("no " + what + " within " + Span.words(timeout));
    }
}
