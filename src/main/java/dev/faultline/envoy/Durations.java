package dev.faultline.envoy;

import com.google.protobuf.Duration;

/** Java's durations as Envoy reads them. */
public final class Durations {
    private Durations() {}

    public static Duration of(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
