package dev.faultline.cluster.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.TargetRef;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.cache.Gates;
import dev.faultline.cluster.index.Outline;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.target.SelectorMatch;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.gate.Target;
import dev.faultline.probe.pod.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The workloads of a probe and their pods, from what is watched. */
public final class ProbeTargets {
    private final Observed observed;

    public ProbeTargets(Observed observed) {
        this.observed = observed;
    }

    /** In the order of their names, those that there are. */
    public List<Target> of(HealthProbe probe) {
        var namespace = probe.getMetadata().getNamespace();
        return claimed(probe, namespace)
                .sorted(Comparator.comparing(Outline::key))
                .map(this::target)
                .toList();
    }

    /** Whether a workload is one of the probe's. */
    static boolean claims(HealthProbe probe, Outline workload) {
        var selector = probe.getSpec().targetSelector();
        return selector == null
                ? keys(probe).anyMatch(workload.key()::equals)
                : SelectorMatch.matches(selector, workload.labels());
    }

    private static Stream<Workload.Key> keys(HealthProbe probe) {
        return Objects.requireNonNullElse(probe.getSpec().targetRefs(), List.<TargetRef>of()).stream()
                .map(ref -> new Workload.Key(ref.kind(), ref.name()))
                .distinct();
    }

    private Stream<Outline> claimed(HealthProbe probe, String namespace) {
        var selector = probe.getSpec().targetSelector();
        return selector == null
                ? keys(probe).flatMap(key -> observed.outline(namespace, key).stream())
                : observed.selectedBy(namespace, selector);
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
        var phase = pod.getStatus().getPhase();
        return pod.getMetadata().getDeletionTimestamp() == null
                && !"Succeeded".equals(phase)
                && !"Failed".equals(phase);
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
