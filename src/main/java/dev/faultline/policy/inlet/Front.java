package dev.faultline.policy.inlet;

import dev.faultline.policy.capture.KnownService;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What stands between a pod and its callers.
 *
 * @param services that have the pod behind them
 * @param policies that have the pod
 */
public record Front(List<KnownService> services, List<NetworkPolicy> policies) {
    public static final Front NONE = new Front(List.of(), List.of());

    /**
     * Which of the policies lets callers through to the application and not to the sidecar, and how it would.
     *
     * @param name of the port, wherever it is
     */
    public Optional<String> barrier(String name, int app, int listen) {
        return IngressRules.of(policies).barrier(name, app, listen);
    }
}
