package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsSubdomain;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A workload, by name, in the namespace of the policy. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetRef(
        @JsonPropertyDescription("The API group of the workload; always apps.")
        @Default(TargetRef.DEFAULT_GROUP)
        @Size(max = 63)
        @ValidationRule(
                value = "self == 'apps'",
                message = "must be apps: only Deployments and StatefulSets of that group can be targets")
        @Nullable
        String group,

        @JsonPropertyDescription("Deployment or StatefulSet.") @Required
        TargetKind kind,

        @JsonPropertyDescription("The name of the workload.") @Required @DnsSubdomain
        String name) {
    /** What holds when the group is left out, and the only one there is. */
    public static final String DEFAULT_GROUP = "apps";
}
