package dev.faultline.cluster.gameday;

import dev.faultline.api.TargetKind;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.ledger.Entry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Other replicas for a while. What they were before stands on the workload itself, written by the very patch that
 * changes them, so that nothing else is needed to put them back.
 */
public final class ReplicaFault {
    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(FaultAccount.NAME)
            .build();

    private final FaultAccount account;

    ReplicaFault(FaultAccount account) {
        this.account = account;
    }

    Done inject(FaultRunner.Scope scope, Entry entry, int wanted) {
        var found = read(scope.namespace(), entry);
        if (found.isEmpty()
                || !entry.target().uid().equals(found.get().getMetadata().getUid())) {
            return new Done.Missed("it was gone, or not what it was, when its turn came");
        }
        var workload = found.get();
        if (marks(workload).containsKey(Marks.ORIGINAL)) {
            return new Done.Refused("another run has changed its replicas and has not put them back yet");
        }
        var annotations = new LinkedHashMap<String, @Nullable String>();
        annotations.put(Marks.ORIGINAL, String.valueOf(replicas(workload)));
        annotations.put(Marks.WANTED, String.valueOf(wanted));
        annotations.put(
                Marks.EXPIRES, entry.times().expires().map(Object::toString).orElseThrow());
        var labels = new LinkedHashMap<String, @Nullable String>();
        labels.put(Marks.RUN, scope.run());
        labels.put(Marks.ENTRY, String.valueOf(entry.number()));
        patch(workload, labels, annotations, Optional.of(wanted));
        return new Done.Applied();
    }

    /**
     * Puts the replicas back, if the workload is marked by this run and nobody else has changed them.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not do it
     */
    Done revert(FaultRunner.Scope scope, Entry entry) {
        var found = read(scope.namespace(), entry);
        if (found.isEmpty()
                || !entry.target().uid().equals(found.get().getMetadata().getUid())) {
            return new Done.Reverted("it is gone");
        }
        return revert(found.get(), scope.run(), entry);
    }

    private Done revert(HasMetadata workload, String run, Entry entry) {
        if (!run.equals(labels(workload).get(Marks.RUN))) {
            var now = replicas(workload);
            return entry.deed().original().orElse(now) == now
                    ? new Done.Reverted("")
                    : new Done.Superseded("its marks are gone and it has " + now + " replicas: left as it is");
        }
        return revert(workload);
    }

    /** The same for whoever knows the workload alone: all that is needed stands there. */
    Done revert(HasMetadata workload) {
        var marks = marks(workload);
        var original = number(marks.get(Marks.ORIGINAL));
        var wanted = number(marks.get(Marks.WANTED));
        var now = replicas(workload);
        var ours = original.isPresent() && wanted.isPresent() && wanted.get() == now;
        patch(
                workload,
                gone(Marks.RUN, Marks.ENTRY),
                gone(Marks.ORIGINAL, Marks.WANTED, Marks.EXPIRES),
                ours ? original : Optional.empty());
        return ours
                ? new Done.Reverted("")
                : new Done.Superseded("somebody has set " + now + " replicas meanwhile: left as they are");
    }

    private static Map<String, @Nullable String> gone(String... keys) {
        var gone = new HashMap<String, @Nullable String>();
        for (var key : keys) {
            gone.put(key, null);
        }
        return gone;
    }

    private void patch(
            HasMetadata workload,
            Map<String, @Nullable String> labels,
            Map<String, @Nullable String> annotations,
            Optional<Integer> replicas) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("uid", workload.getMetadata().getUid());
        metadata.put("resourceVersion", workload.getMetadata().getResourceVersion());
        metadata.put("labels", labels);
        metadata.put("annotations", annotations);
        var patch = new LinkedHashMap<String, Object>();
        patch.put("metadata", metadata);
        replicas.ifPresent(number -> patch.put("spec", Map.of("replicas", number)));
        named(workload).patch(patch);
    }

    /** Of an object that is given the client asks for no other. */
    private Named named(HasMetadata workload) {
        var metadata = new ObjectMetaBuilder()
                .withNamespace(workload.getMetadata().getNamespace())
                .withName(workload.getMetadata().getName())
                .build();
        var bare = workload instanceof Deployment
                ? new DeploymentBuilder().withMetadata(metadata).build()
                : new StatefulSetBuilder().withMetadata(metadata).build();
        return patch -> account.client().resource((HasMetadata) bare).patch(MERGE, Serialization.asJson(patch));
    }

    @FunctionalInterface
    private interface Named {
        void patch(Map<String, Object> patch);
    }

    private Optional<? extends HasMetadata> read(String namespace, Entry entry) {
        return read(
                account.client(),
                namespace,
                TargetKind.valueOf(entry.target().kind()),
                entry.target().name());
    }

    static Optional<? extends HasMetadata> read(
            KubernetesClient client, String namespace, TargetKind kind, String name) {
        return switch (kind) {
            case Deployment ->
                Optional.ofNullable(client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
            case StatefulSet ->
                Optional.ofNullable(client.apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
        };
    }

    private static int replicas(HasMetadata workload) {
        return switch (workload) {
            case Deployment deployment ->
                Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
            case StatefulSet set -> Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
            default -> throw new IllegalArgumentException(workload.getKind());
        };
    }

    static Map<String, String> marks(HasMetadata workload) {
        return Objects.requireNonNullElse(workload.getMetadata().getAnnotations(), Map.of());
    }

    static Map<String, String> labels(HasMetadata workload) {
        return Objects.requireNonNullElse(workload.getMetadata().getLabels(), Map.of());
    }

    private static Optional<Integer> number(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Integer::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
