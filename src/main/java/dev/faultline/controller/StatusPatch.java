package dev.faultline.controller;

import dev.faultline.api.schema.Stored;
import dev.faultline.cluster.StatusWriter;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has a status written when it has something new to say, and not more often than it should.
 *
 * @param <R> the kind
 * @param <S> its status
 */
public final class StatusPatch<R extends CustomResource<? extends Stored, S>, S> {
    private static final Logger LOG = Logger.getLogger(StatusPatch.class);

    private final StatusWriter<R, S> writer;
    private final Pacing<S> pacing;

    public StatusPatch(StatusWriter<R, S> writer, Pacing<S> pacing) {
        this.writer = writer;
        this.pacing = pacing;
    }

    /** How long after the last write a status may be written; empty when it has nothing new to say. */
    @FunctionalInterface
    public interface Pacing<S> {
        Optional<Duration> pause(@Nullable S before, S after);
    }

    /** What became of a status. */
    public sealed interface Outcome {
        record Written() implements Outcome {}

        record Unchanged() implements Outcome {}

        /** @param left how long until it may be written */
        record Postponed(Duration left) implements Outcome {}
    }

    public Outcome of(R resource, S status) {
        var pause = pacing.pause(resource.getStatus(), status);
        if (pause.isEmpty()) {
            return new Outcome.Unchanged();
        }
        var since = writer.sinceLast(resource);
        if (since.compareTo(pause.get()) < 0) {
            return new Outcome.Postponed(pause.get().minus(since));
        }
        LOG.debugf("Status moves. pause=%s before=%s after=%s", pause.get(), resource.getStatus(), status);
        writer.write(resource, status);
        return new Outcome.Written();
    }
}
