package dev.faultline.policy.capture;

import java.util.Optional;

/** The Services of the cluster, as far as they are known. */
@FunctionalInterface
public interface KnownServices {
    Optional<KnownService> of(String namespace, String name);
}
