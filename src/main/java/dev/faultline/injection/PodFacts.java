package dev.faultline.injection;

import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.injection.sidecar.NamespaceRules;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.shallow.ShallowPlanner;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Map;
import java.util.Optional;

/**
 * What is known around a pod at the moment of its creation.
 *
 * @param governor the policy that has the pod's workload; empty when none has it
 * @param probing what the HealthProbe that has the pod's workload sets; empty when none has it
 * @param zonesEverywhere whether every node that takes pods has a zone
 * @param front what stands between the pod and its callers
 */
public record PodFacts(
        Namespace namespace,
        Optional<Governor> governor,
        Optional<ShallowPlanner> probing,
        boolean zonesEverywhere,
        KnownServices services,
        Front front) {

    /**
     * The pod's namespace.
     *
     * @param operators the operator's own namespace, for comparison
     * @param authority whether the ConfigMap that sidecars trust the operator by is there
     */
    public record Namespace(
            String name,
            String operators,
            Map<String, String> labels,
            Map<String, String> annotations,
            boolean authority,
            NamespaceRules rules) {}

    /**
     * The policy that won the pod's workload, and that workload.
     *
     * @param policy its name
     * @param selector the workload's own, of its pods
     * @param suspended whether injection has done this workload harm and is off until the policy changes
     */
    public record Governor(
            String policy,
            ResiliencePolicySpec spec,
            Workload.Key workload,
            LabelSelector selector,
            boolean suspended) {}
}
