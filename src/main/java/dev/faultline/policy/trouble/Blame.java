package dev.faultline.policy.trouble;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells whether a pod that could not be created would have been without its sidecar.
 *
 * @param image of sidecars
 * @param cpu the most that a sidecar asks for, in CPUs
 * @param memory the most that it asks for, in bytes
 */
public record Blame(String image, BigDecimal cpu, BigDecimal memory) {
    /** As a quota is exceeded, only the resources that do so are named. Source: Kubernetes, the ResourceQuota plugin. */
    private static final Pattern QUOTA =
            Pattern.compile("exceeded quota: .*, requested: (\\S+), used: (\\S+), limited: (\\S+)");

    /** @param message of an Event FailedCreate */
    public boolean isOnSidecar(String message) {
        return isNamed(message) || isOverQuotaByIt(message);
    }

    /** It is the first of the init containers. */
    private boolean isNamed(String message) {
        return Stream.of(Symptom.SIDECAR, image, "initContainers[0]", "initContainers/0/")
                .anyMatch(message::contains);
    }

    private boolean isOverQuotaByIt(String message) {
        var quota = QUOTA.matcher(message);
        if (!quota.find()) {
            return false;
        }
        try {
            var used = amounts(quota.group(2));
            var limited = amounts(quota.group(3));
            return amounts(quota.group(1)).entrySet().stream().allMatch(requested -> {
                var resource = requested.getKey();
                return requested
                                .getValue()
                                .add(used.getOrDefault(resource, BigDecimal.ZERO))
                                .subtract(limited.getOrDefault(resource, BigDecimal.ZERO))
                                .compareTo(ours(resource))
                        <= 0;
            });
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @param resource as a quota counts it, such as {@code requests.cpu} */
    private BigDecimal ours(String resource) {
        return switch (resource) {
            case "cpu", "requests.cpu", "limits.cpu" -> cpu;
            case "memory", "requests.memory", "limits.memory" -> memory;
            default -> BigDecimal.ONE.negate();
        };
    }

    /** @throws IllegalArgumentException when a word is not an amount of something */
    private static Map<String, BigDecimal> amounts(String words) {
        var amounts = new HashMap<String, BigDecimal>();
        for (var word : words.split(",")) {
            var equals = word.lastIndexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(word);
            }
            amounts.put(
                    word.substring(0, equals),
                    Quantity.parse(word.substring(equals + 1)).getNumericalAmount());
        }
        return amounts;
    }
}
