package dev.faultline.cluster.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Resource versions are numbers that grow. Source: KEP-5504. */
public final class ResourceVersion {
    private ResourceVersion() {}

    public static long of(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }
}
