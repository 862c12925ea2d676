package dev.faultline.cluster.gameday;

import dev.faultline.cluster.Observed;
import dev.faultline.cluster.WorkloadReader;
import dev.faultline.cluster.index.Outline;
import dev.faultline.gameday.plan.Subject;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Replacement;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Workloads as a run finds them: their pods are asked for, since what is done to a pod must not go by an old copy. */
public final class TargetReader {
    private final Observed observed;
    private final KubernetesClient client;

    /** @param client may list pods */
    public TargetReader(Observed observed, KubernetesClient client) {
        this.observed = observed;
        this.client = client;
    }

    /** In the order of their names, those that there are. */
    public List<Subject> of(String namespace, Claimant.Claim claim) {
        return observed.claimed(namespace, claim)
                .sorted(Comparator.comparing(Outline::key))
                .flatMap(outline -> subject(namespace, outline).stream())
                .toList();
    }

    /** One of them. */
    public Optional<Subject> of(String namespace, Workload.Key key) {
        return observed.outline(namespace, key).flatMap(outline -> subject(namespace, outline));
    }

    private Optional<Subject> subject(String namespace, Outline outline) {
        var name = outline.key().name();
        return switch (outline.key().kind()) {
            case Deployment ->
                observed.deployment(namespace, name)
                        .map(found -> subject(
                                outline,
                                found.getMetadata().getUid(),
                                found.getSpec().getReplicas(),
                                Replacement.of(found)));
            case StatefulSet ->
                observed.statefulSet(namespace, name)
                        .map(found -> subject(
                                outline,
                                found.getMetadata().getUid(),
                                found.getSpec().getReplicas(),
                                Replacement.of(found)));
        };
    }

    private Subject subject(Outline outline, String uid, @Nullable Integer replicas, Replacement replacement) {
        var wanted = Objects.requireNonNullElse(replicas, 1);
        return new Subject(
                outline.key(),
                uid,
                wanted,
                observed.autoscaler(outline.namespace(), outline.key()),
                replacement.phase() == Replacement.Phase.Moving,
                candidates(outline));
    }

    private List<Subject.Candidate> candidates(Outline outline) {
        return client
                .pods()
                .inNamespace(outline.namespace())
                .withLabelSelector(outline.selector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && !WorkloadReader.isFinished(pod))
                .map(TargetReader::candidate)
                .sorted(Comparator.comparing(Subject.Candidate::name))
                .toList();
    }

    private static Subject.Candidate candidate(Pod pod) {
        return new Subject.Candidate(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                WorkloadReader.isReady(pod),
                Instant.parse(pod.getMetadata().getCreationTimestamp()));
    }
}
