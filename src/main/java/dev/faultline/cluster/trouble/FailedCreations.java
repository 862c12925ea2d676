package dev.faultline.cluster.trouble;

import static dev.faultline.cluster.cache.Pruning.facts;

import dev.faultline.api.TargetKind;
import dev.faultline.cluster.cache.Pruning;
import dev.faultline.cluster.cache.Slim;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.trouble.Refusal;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The Events by which controllers tell that they could not create a pod. A StatefulSet tells it nowhere else. */
public final class FailedCreations {
    /** Of an Event; the API server selects by it. */
    public static final String REASON = "FailedCreate";

    public static final Pruning<Event> PRUNING = new Pruning<>(
            full -> {
                var kept = new Event();
                kept.setMetadata(Slim.meta(full.getMetadata()));
                kept.setRegarding(full.getRegarding());
                kept.setNote(full.getNote());
                kept.setDeprecatedLastTimestamp(full.getDeprecatedLastTimestamp());
                kept.setEventTime(full.getEventTime());
                kept.setSeries(full.getSeries());
                kept.setAdditionalProperties(Map.of());
                return kept;
            },
            event -> facts(event.getNote(), time(event)));

    private FailedCreations() {}

    /** Whose pod it was; empty for another kind of workload. */
    public static Optional<Workload.Key> workload(Event event) {
        return Optional.ofNullable(event.getRegarding()).flatMap(FailedCreations::workload);
    }

    private static Optional<Workload.Key> workload(ObjectReference regarding) {
        var name = Objects.requireNonNullElse(regarding.getName(), "");
        return switch (Objects.requireNonNullElse(regarding.getKind(), "")) {
            case "StatefulSet" -> Optional.of(new Workload.Key(TargetKind.StatefulSet, name));
            // A ReplicaSet of a Deployment is named after it and a hash. Source: Kubernetes DeploymentController.
            case "ReplicaSet" ->
                name.indexOf('-') > 0
                        ? Optional.of(new Workload.Key(TargetKind.Deployment, name.substring(0, name.lastIndexOf('-'))))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    public static Refusal refusal(Event event) {
        return new Refusal(Objects.requireNonNullElse(event.getNote(), ""), time(event));
    }

    /** When it was last so; clients differ in where they write it. */
    private static Instant time(Event event) {
        return Stream.of(
                        Optional.ofNullable(event.getDeprecatedLastTimestamp()),
                        Optional.ofNullable(event.getSeries())
                                .map(EventSeries::getLastObservedTime)
                                .map(MicroTime::getTime),
                        Optional.ofNullable(event.getEventTime()).map(MicroTime::getTime))
                .flatMap(Optional::stream)
                .map(time -> OffsetDateTime.parse(time).toInstant())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
