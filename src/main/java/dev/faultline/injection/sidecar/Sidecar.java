package dev.faultline.injection.sidecar;

import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.trouble.Symptom;
import io.fabric8.kubernetes.api.model.ResourceRequirements;

/**
 * What one pod's sidecar is to be.
 *
 * @param policy the policy that asks for it
 * @param workload the name of the pod's workload, by which Envoy calls its own cluster
 */
public record Sidecar(String policy, String workload, Capture capture, ResourceRequirements resources) {
    /** The container. */
    public static final String CONTAINER = Symptom.SIDECAR;

    /** On the pod: the name of the policy for which it got a sidecar. */
    public static final String INJECTED = "faultline.dev/injected";

    /** On the pod: the sidecar's own /etc/hosts. */
    public static final String HOSTS = "faultline.dev/hosts";

    /** The ConfigMap in the pod's namespace with the authority in its ca.crt. */
    public static final String AUTHORITY = "faultline-ca";

    /** The audience of the token by which the sidecar shows which pod it is. */
    public static final String AUDIENCE = "faultline";
}
