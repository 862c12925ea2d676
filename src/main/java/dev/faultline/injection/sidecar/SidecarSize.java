package dev.faultline.injection.sidecar;

import static dev.faultline.injection.sidecar.Quantities.number;

import dev.faultline.injection.sidecar.SidecarSettings.Amounts;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the sidecar asks for, so that the pod keeps its quality of service and obeys its namespace.
 *
 * <ul>
 *   <li>A pod with resources of its own as a whole: nothing, since their sum may not be exceeded.
 *   <li>A pod that asks for nothing, in a namespace with a quota: nothing, since a quota may leave out such pods only.
 *   <li>A guaranteed pod, or a namespace with a quota on limits or a LimitRange: limits that are its requests, within
 *       the range.
 *   <li>Any other: requests alone.
 * </ul>
 */
public final class SidecarSize {
    private final PodAmounts pod;
    private final NamespaceRules rules;

    private SidecarSize(PodAmounts pod, NamespaceRules rules) {
        this.pod = pod;
        this.rules = rules;
    }

    /** Empty when a LimitRange leaves no room for a sidecar. */
    public static Optional<ResourceRequirements> of(PodSpec spec, NamespaceRules rules, SidecarSettings settings) {
        var pod = new PodAmounts(spec);
        if (pod.areShared() || (pod.areNone() && rules.quota())) {
            return Optional.of(new ResourceRequirements());
        }
        if (pod.areGuaranteed() || rules.wantsLimits()) {
            return new SidecarSize(pod, rules).limited(settings);
        }
        return Optional.of(new ResourceRequirementsBuilder()
                .withRequests(quantities(settings.unlimited()))
                .build());
    }

    private Optional<ResourceRequirements> limited(SidecarSettings settings) {
        var least = quantities(settings.unlimited());
        var amounts = new TreeMap<String, Quantity>();
        for (var wanted : quantities(settings.limited()).entrySet()) {
            var resource = wanted.getKey();
            var amount = withinRange(wanted.getValue(), resource);
            if (amount(amount).compareTo(amount(least.get(resource))) < 0 || !fitsPod(amount, resource)) {
                return Optional.empty();
            }
            amounts.put(resource, amount);
        }
        return Optional.of(new ResourceRequirementsBuilder()
                .withRequests(amounts)
                .withLimits(amounts)
                .build());
    }

    private Quantity withinRange(Quantity wanted, String resource) {
        var raised = bounds("Container", LimitRangeItem::getMin, resource)
                .reduce(wanted, (one, other) -> amount(one).compareTo(amount(other)) < 0 ? other : one);
        return bounds("Container", LimitRangeItem::getMax, resource)
                .reduce(raised, (one, other) -> amount(one).compareTo(amount(other)) > 0 ? other : one);
    }

    private boolean fitsPod(Quantity sidecar, String resource) {
        var sum = pod.limit(resource).add(amount(sidecar));
        return bounds("Pod", LimitRangeItem::getMax, resource).allMatch(most -> sum.compareTo(amount(most)) <= 0);
    }

    private Stream<Quantity> bounds(
            String type, Function<LimitRangeItem, @Nullable Map<String, Quantity>> side, String resource) {
        return rules.ranges().stream()
                .filter(item -> type.equals(item.getType()))
                .flatMap(item -> Optional.ofNullable(side.apply(item)).stream())
                .flatMap(quantities -> Optional.ofNullable(quantities.get(resource)).stream())
                .filter(quantity -> number(quantity).isPresent());
    }

    private static BigDecimal amount(@Nullable Quantity quantity) {
        return number(quantity).orElse(BigDecimal.ZERO);
    }

    private static Map<String, Quantity> quantities(Amounts amounts) {
        return new TreeMap<>(Map.of("cpu", new Quantity(amounts.cpu()), "memory", new Quantity(amounts.memory())));
    }
}
