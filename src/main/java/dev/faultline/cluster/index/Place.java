package dev.faultline.cluster.index;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Where an object is.
 *
 * @param name unique in the namespace among what one index holds
 */
public record Place(String namespace, String name) {
    public static Place of(HasMetadata object) {
        return new Place(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
