package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the kubelet's probes on the pods of one workload. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProbeTarget(
        @JsonPropertyDescription("Kind and name of the workload, such as Deployment/checkout.")
        @Required
        @Size(min = 1, max = 320)
        String attachedTo,

        @JsonPropertyDescription(
                "Programmed: new pods get every probe that they lack. PathNotServed: something was not "
                        + "seen to answer yet, and new pods get no probe that asks it. PortNotFound: no container has the "
                        + "port. Conflicted: another probe has the workload. TargetNotFound: there is no such workload. Audit: "
                        + "nothing is set, on purpose.")
        @Required
        State state,

        @JsonPropertyDescription(
                "What was seen to answer on a running pod, and is never asked again for that: protocol, "
                        + "port and path as in spec.shallow. At most 8.")
        @Size(max = 8)
        @Nullable
        List<@Size(max = 320) String> served,

        @JsonPropertyDescription("What is the case and what to do next.") @Size(max = 1024) @Nullable
        String message) {
    /** Workloads that are told of at most. */
    public static final int MOST = 64;

    /** How far one workload is. */
    public enum State {
        /** New pods get every probe that they lack. */
        Programmed,
        /** Something was not seen to answer yet. */
        PathNotServed,
        /** No container has the port. */
        PortNotFound,
        /** Another probe has the workload. */
        Conflicted,
        /** There is no such workload. */
        TargetNotFound,
        /** Nothing is set, on purpose. */
        Audit
    }
}
