package dev.faultline.cluster.gameday;

import dev.faultline.cluster.Observed;
import dev.faultline.cluster.WorkloadReader;
import dev.faultline.cluster.index.Outline;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is seen of the targets of a run, from what is watched. */
public final class TargetSight {
    private final Observed observed;

    public TargetSight(Observed observed) {
        this.observed = observed;
    }

    /** Whether the effect of an entry has begun. */
    public boolean isSeen(String namespace, Entry entry) {
        return switch (entry.deed().verb()) {
            case Kill, Evict ->
                pod(namespace, entry)
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                        .isEmpty();
            case Scale -> {
                var pods = running(namespace, entry.workload()).size();
                yield pods != entry.deed().original().orElse(pods) || isWhole(namespace, entry);
            }
        };
    }

    /** Whether the effect of an entry is all that it will be. */
    public boolean isWhole(String namespace, Entry entry) {
        return switch (entry.deed().verb()) {
            case Kill, Evict -> pod(namespace, entry).isEmpty();
            case Scale ->
                running(namespace, entry.workload()).size()
                        == entry.deed().wanted().orElseThrow();
        };
    }

    /** What a workload lacks to be well, in words; empty when it is well, or gone. */
    public Optional<String> unwell(String namespace, Workload.Key key) {
        return replicas(namespace, key).flatMap(wanted -> {
            var ready = running(namespace, key).stream()
                    .filter(WorkloadReader::isReady)
                    .count();
            return ready >= wanted
                    ? Optional.empty()
                    : Optional.of(ready + " of " + wanted + " pods of " + key.attachedTo() + " are ready");
        });
    }

    private Optional<Integer> replicas(String namespace, Workload.Key key) {
        return switch (key.kind()) {
            case Deployment ->
                observed.deployment(namespace, key.name())
                        .map(found -> Objects.requireNonNullElse(found.getSpec().getReplicas(), 1));
            case StatefulSet ->
                observed.statefulSet(namespace, key.name())
                        .map(found -> Objects.requireNonNullElse(found.getSpec().getReplicas(), 1));
        };
    }

    private Optional<Pod> pod(String namespace, Entry entry) {
        return observed.pod(namespace, entry.target().name(), entry.target().uid());
    }

    private List<Pod> running(String namespace, Workload.Key key) {
        return observed.outline(namespace, key).map(Outline::selector).stream()
                .flatMap(selector -> observed.podsSelectedBy(namespace, selector))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !WorkloadReader.isFinished(pod))
                .toList();
    }
}
