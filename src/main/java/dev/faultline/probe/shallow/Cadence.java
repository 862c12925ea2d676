package dev.faultline.probe.shallow;

import java.time.Duration;

/**
 * How often the kubelet asks, how long it waits, and how many failures count.
 *
 * <p>Period and timeout are a quarter of the deadline, of 1 to 5 s; the threshold is as high as fits. A container that
 * breaks right after a good answer fails its last try {@code period x failureThreshold + timeout} later, which is never
 * after the deadline; only of one second that cannot be had.
 *
 * @param period seconds between two tries, 1 to 5
 * @param timeout seconds that one try may take, 1 to 5
 * @param failureThreshold failed tries in a row that count, 1 or more
 */
public record Cadence(int period, int timeout, int failureThreshold) {
    private static final int TRIES = 4;

    /** A try may take as long as the pause to the next one, and a pod that has started is not kept waiting for more. */
    private static final int LONGEST_PERIOD = 5;

    /** @param deadline 1 s to 24 h; the kubelet counts whole seconds */
    public static Cadence within(Duration deadline) {
        var seconds = Math.toIntExact(deadline.toSeconds());
        var period = Math.clamp(seconds / TRIES, 1, LONGEST_PERIOD);
        return new Cadence(period, period, Math.max(1, (seconds - period) / period));
    }
}
