package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A host outside the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record External(
        String host,
        Integer port,
        @Nullable Tls tls,
        @Nullable ConfigMapRef caConfigMapRef) {
    public enum Tls {
        Passthrough,
        Originate
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConfigMapRef(String name) {}
}
