package dev.faultline.cluster.probe;

import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Outline;
import dev.faultline.policy.target.Claimant;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Prober;
import dev.faultline.probe.shallow.PodCount;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers about pods from what is watched, and leaves all other questions to somebody else. */
public final class PodCensus implements Prober {
    private static final int WANTED_BY_DEFAULT = 1;

    private final Observed observed;
    private final Prober others;

    public PodCensus(Observed observed, Prober others) {
        this.observed = observed;
        this.others = others;
    }

    @Override
    public Answer ask(String namespace, Aim aim, Duration timeout) {
        return aim instanceof Aim.Pods pods
                ? PodCount.answer(counts(namespace, pods), pods.need())
                : others.ask(namespace, aim, timeout);
    }

    /** The pods of each workload that is meant and that is there. */
    public List<PodCount> counts(String namespace, Aim.Pods pods) {
        return workloads(namespace, pods).map(this::count).toList();
    }

    private Stream<Outline> workloads(String namespace, Aim.Pods pods) {
        return observed.claimed(namespace, Claimant.Claim.of(pods.selected().orElse(null), pods.named()));
    }

    private PodCount count(Outline workload) {
        var ready = observed.podsSelectedBy(workload.namespace(), workload.selector())
                .filter(PodCensus::stays)
                .filter(Readiness::isPodReady)
                .count();
        return new PodCount(
                workload.key().attachedTo(),
                Math.toIntExact(ready),
                wanted(workload).orElse(WANTED_BY_DEFAULT));
    }

    private static boolean stays(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null;
    }

    private Optional<Integer> wanted(Outline workload) {
        var name = workload.key().name();
        return switch (workload.key().kind()) {
            case Deployment ->
                observed.deployment(workload.namespace(), name)
                        .map(found -> found.getSpec().getReplicas());
            case StatefulSet ->
                observed.statefulSet(workload.namespace(), name)
                        .map(found -> found.getSpec().getReplicas());
        };
    }
}
