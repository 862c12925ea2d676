package dev.faultline.policy.call;

import dev.faultline.api.Telemetry;
import dev.faultline.envoy.Signals;
import dev.faultline.envoy.trace.Tracing;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a policy wants to be told of calls and requests. */
public final class Telling {
    private Telling() {}

    /** What cannot be read, as it may have been stored before the schema, asks for nothing. */
    public static Signals of(@Nullable Telemetry wire) {
        return wire == null
                ? new Signals(Telemetry.AccessLog.DEFAULT, Optional.empty())
                : new Signals(
                        Objects.requireNonNullElse(wire.accessLog(), Telemetry.AccessLog.DEFAULT),
                        Optional.ofNullable(wire.tracing()).flatMap(Telling::tracing));
    }

    private static Optional<Tracing> tracing(Telemetry.Tracing wire) {
        var colon = wire.collector().lastIndexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Tracing(
                    Objects.requireNonNullElse(wire.samplePermille(), Telemetry.Tracing.DEFAULT_SAMPLE_PERMILLE),
                    wire.collector().substring(0, colon),
                    Integer.parseInt(wire.collector().substring(colon + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
