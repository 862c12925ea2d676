package dev.faultline.bench.empty;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** A resource that says nothing. */
@Group("empty.faultline.dev")
@Version("v1alpha1")
public class Nothing extends CustomResource<Nothing.Spec, Nothing.Status> implements Namespaced {
    public record Spec(String word) {}

    public record Status(String word) {}
}
