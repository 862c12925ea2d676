package dev.faultline.cluster.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.WorkloadReader;
import dev.faultline.cluster.cache.Gates;
import dev.faultline.cluster.index.Outline;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.Claimant;
import dev.faultline.probe.gate.Target;
import dev.faultline.probe.pod.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The workloads of a probe and their pods, from what is watched. */
public final class ProbeTargets {
    private final Observed observed;

    public ProbeTargets(Observed observed) {
        this.observed = observed;
    }

    /** In the order of their names, those that there are. */
    public List<Target> of(HealthProbe probe) {
        var namespace = probe.getMetadata().getNamespace();
        return observed.claimed(namespace, Claimant.of(probe).claim())
                .sorted(Comparator.comparing(Outline::key))
                .map(this::target)
                .toList();
    }

    private Target target(Outline workload) {
        var ports = template(workload).map(Template::of).orElse(Template.NONE).ports();
        return new Target(
                workload.key().attachedTo(),
                ports,
                observed.podsSelectedBy(workload.namespace(), workload.selector())
                        .filter(ProbeTargets::isThere)
                        .map(pod -> member(pod, workload))
                        .sorted(Comparator.comparing(member -> member.ref().name()))
                        .toList());
    }

    private Optional<PodTemplateSpec> template(Outline workload) {
        var name = workload.key().name();
        return switch (workload.key().kind()) {
            case Deployment ->
                observed.deployment(workload.namespace(), name)
                        .map(deployment -> deployment.getSpec().getTemplate());
            case StatefulSet ->
                observed.statefulSet(workload.namespace(), name)
                        .map(set -> set.getSpec().getTemplate());
        };
    }

    private static boolean isThere(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && !WorkloadReader.isFinished(pod);
    }

    private static Target.Member member(Pod pod, Outline workload) {
        return new Target.Member(
                new PodRef(
                        pod.getMetadata().getUid(),
                        pod.getMetadata().getName(),
                        workload.key().attachedTo()),
                pod.getStatus().getPodIPs().stream()
                        .map(ip -> Objects.requireNonNullElse(ip.getIp(), ""))
                        .findFirst()
                        .orElse(""),
                Gates.areContainersReady(pod),
                Gates.condition(pod));
    }
}
