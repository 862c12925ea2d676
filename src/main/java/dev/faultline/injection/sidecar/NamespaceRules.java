package dev.faultline.injection.sidecar;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a namespace demands of the resources that its containers name.
 *
 * @param quota whether a ResourceQuota counts CPU or memory
 * @param limitsQuota whether one counts limits, so that every container must have them
 * @param ranges the items of all its LimitRanges that are about containers or pods
 */
public record NamespaceRules(boolean quota, boolean limitsQuota, List<LimitRangeItem> ranges) {
    public static final NamespaceRules NONE = new NamespaceRules(false, false, List.of());

    private static final Set<String> LIMITS = Set.of("limits.cpu", "limits.memory");
    private static final Set<String> REQUESTS = Set.of("cpu", "memory", "requests.cpu", "requests.memory");

    public static NamespaceRules of(Collection<ResourceQuota> quotas, Collection<LimitRange> limitRanges) {
        var counted = quotas.stream()
                .filter(quota -> quota.getSpec() != null)
                .map(quota -> requireNonNullElse(quota.getSpec().getHard(), Map.<String, Object>of()))
                .flatMap(hard -> hard.keySet().stream())
                .toList();
        var limits = counted.stream().anyMatch(LIMITS::contains);
        return new NamespaceRules(
                limits || counted.stream().anyMatch(REQUESTS::contains),
                limits,
                limitRanges.stream()
                        .filter(range -> range.getSpec() != null)
                        .flatMap(range -> range.getSpec().getLimits().stream())
                        .filter(Objects::nonNull)
                        .filter(item -> Set.of("Container", "Pod").contains(requireNonNullElse(item.getType(), "")))
                        .toList());
    }

    boolean wantsLimits() {
        return limitsQuota || !ranges.isEmpty();
    }
}
