package dev.faultline.injection.sidecar;

import static dev.faultline.injection.sidecar.Quantities.number;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the containers of a pod ask for, as the API server and the kubelet count it. */
record PodAmounts(PodSpec pod) {
    static final List<String> RESOURCES = List.of("cpu", "memory");

    /** Whether the pod asks for resources as a whole, of which containers that name none take their part. */
    boolean areShared() {
        var shared = pod.getResources();
        return shared != null && (isAny(shared.getRequests()) || isAny(shared.getLimits()));
    }

    /** Source: Kubernetes GetPodQOS: every container has limits, and no request differs from its limit. */
    boolean areGuaranteed() {
        return containers()
                .allMatch(container -> RESOURCES.stream().allMatch(resource -> {
                    var limit = number(limits(container), resource);
                    var request = number(requests(container), resource);
                    return limit.filter(amount -> amount.signum() > 0).isPresent()
                            && request.map(amount -> amount.compareTo(limit.orElseThrow()) == 0)
                                    .orElse(true);
                }));
    }

    /** Source: Kubernetes GetPodQOS: no container has a request or a limit. */
    boolean areNone() {
        return containers().noneMatch(container -> isAny(limits(container)) || isAny(requests(container)));
    }

    /** The pod's limit of a resource. Source: Kubernetes PodLimits: the most that runs at one time. */
    BigDecimal limit(String resource) {
        var lasting = BigDecimal.ZERO;
        var most = BigDecimal.ZERO;
        for (var container : Containers.init(pod)) {
            var amount = number(limits(container), resource).orElse(BigDecimal.ZERO);
            if ("Always".equals(container.getRestartPolicy())) {
                lasting = lasting.add(amount);
            } else {
                most = most.max(lasting.add(amount));
            }
        }
        for (var container : Containers.app(pod)) {
            lasting = lasting.add(number(limits(container), resource).orElse(BigDecimal.ZERO));
        }
        return most.max(lasting);
    }

    private Stream<Container> containers() {
        return Containers.all(pod);
    }

    private static boolean isAny(@Nullable Map<String, Quantity> quantities) {
        return RESOURCES.stream()
                .anyMatch(resource -> number(quantities, resource)
                        .filter(amount -> amount.signum() > 0)
                        .isPresent());
    }

    private static @Nullable Map<String, Quantity> limits(Container container) {
        return container.getResources() == null
                ? null
                : container.getResources().getLimits();
    }

    private static @Nullable Map<String, Quantity> requests(Container container) {
        return container.getResources() == null
                ? null
                : container.getResources().getRequests();
    }
}
