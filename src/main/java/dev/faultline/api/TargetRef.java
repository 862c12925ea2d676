package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A workload, by name, in the policy's own namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetRef(@Nullable String group, TargetKind kind, String name) {
    /** The only API group that holds targets; what holds when the field is left out. */
    public static final String DEFAULT_GROUP = "apps";
}
