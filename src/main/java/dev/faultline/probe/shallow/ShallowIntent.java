package dev.faultline.probe.shallow;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.probe.Shallow;
import dev.faultline.api.probe.Shallow.Fill;
import dev.faultline.policy.call.Span;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Duration;
import java.util.List;

/**
 * The probes that a HealthProbe asks for, parsed once.
 *
 * @param port a number, or the name of a container port
 * @param replaces whether probes that a container has already give way
 * @param probes at most one of each purpose, in their order
 */
public record ShallowIntent(IntOrString port, boolean replaces, List<PlannedProbe> probes) {

    /** @param wire has passed the schema */
    public static ShallowIntent of(Shallow wire) {
        var probes = Preset.questions(wire).entrySet().stream()
                .map(asked -> new PlannedProbe(
                        asked.getKey(), asked.getValue(), Cadence.within(deadline(wire, asked.getKey()))))
                .toList();
        return new ShallowIntent(wire.port(), requireNonNullElse(wire.fill(), Fill.DEFAULT) == Fill.Override, probes);
    }

    private static Duration deadline(Shallow wire, Purpose purpose) {
        return Span.parse(
                switch (purpose) {
                    case Startup -> requireNonNullElse(wire.startupDeadline(), Shallow.DEFAULT_STARTUP_DEADLINE);
                    case Readiness -> requireNonNullElse(wire.readinessDeadline(), Shallow.DEFAULT_READINESS_DEADLINE);
                    case Liveness -> requireNonNullElse(wire.livenessDeadline(), Shallow.DEFAULT_LIVENESS_DEADLINE);
                });
    }

    /** The port as it was written. */
    public String writtenPort() {
        return port.getStrVal() == null ? String.valueOf(port.getIntVal()) : port.getStrVal();
    }

    /** What is asked, each question once, as it stands in a status. */
    public List<String> asked() {
        return probes.stream()
                .map(probe -> probe.question().asked(writtenPort()))
                .distinct()
                .toList();
    }
}
