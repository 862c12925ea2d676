package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.CallDuration;
import dev.faultline.api.schema.DnsLabel;
import dev.faultline.api.schema.LabelValue;
import dev.faultline.api.schema.ListSet;
import dev.faultline.api.schema.LongDuration;
import dev.faultline.api.schema.PathPrefix;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is broken: exactly one of its fields. */
@ValidationRule(
        value = "(has(self.podKill) ? 1 : 0) + (has(self.podEvict) ? 1 : 0) + (has(self.scaleTo) ? 1 : 0) + "
                + "(has(self.httpDelay) ? 1 : 0) + (has(self.httpAbort) ? 1 : 0) + (has(self.blackhole) ? 1 : 0) "
                + "+ (has(self.nodeDrain) ? 1 : 0) + (has(self.zoneLoss) ? 1 : 0) + (has(self.networkDeny) ? 1 : "
                + "0) == 1",
        message = "must have exactly one of podKill, podEvict, scaleTo, httpDelay, httpAbort, blackhole, "
                + "nodeDrain, zoneLoss and networkDeny")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        @JsonPropertyDescription("Pods are deleted, as kubectl delete does. Omitted: another fault.") @Nullable
        PodKill podKill,

        @JsonPropertyDescription("Pods are evicted, as a drain does; a budget that refuses is a result and counts as a "
                + "passed check. Omitted: another fault.")
        @Nullable
        PodEvict podEvict,

        @JsonPropertyDescription("Workloads are scaled down, and back at the end. Omitted: another fault.") @Nullable
        ScaleTo scaleTo,

        @JsonPropertyDescription("Requests to the workloads are held up. Omitted: another fault.") @Nullable
        HttpDelay httpDelay,

        @JsonPropertyDescription("Requests to the workloads are answered with an error. Omitted: another fault.")
        @Nullable
        HttpAbort httpAbort,

        @JsonPropertyDescription("A dependency of the workloads cannot be reached. Omitted: another fault.") @Nullable
        Blackhole blackhole,

        @JsonPropertyDescription("Nodes are cordoned and the workloads' pods on them evicted. Omitted: another fault.")
        @Nullable
        NodeDrain nodeDrain,

        @JsonPropertyDescription("Zones are lost to the workloads: their nodes are cordoned, the workloads' pods there "
                + "removed, and no sidecar calls an endpoint there. Omitted: another fault.")
        @Nullable
        ZoneLoss zoneLoss,

        @JsonPropertyDescription("Connections of the workloads are cut by a NetworkPolicy. Omitted: another fault.")
        @Nullable
        NetworkDeny networkDeny) {

    /** Pods are deleted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PodKill(
            @JsonPropertyDescription(
                    "How long a pod may take to end before it is killed, 1s to 24h. Omitted: as the pod "
                            + "says itself.")
            @LongDuration
            @Nullable
            String gracePeriod) {}

    /** Pods are evicted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PodEvict() {}

    /** Workloads are scaled. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ScaleTo(
            @JsonPropertyDescription(
                    "Replicas that are left, 0 to 1000; at least guardRails.minHealthyReplicas, so 0 needs "
                            + "that to be 0 too.")
            @Required
            @Min(0)
            @Max(1000)
            Integer replicas) {}

    /** Requests are held up. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HttpDelay(
            @JsonPropertyDescription("The share of requests, in percent, 1 to 100.") @Required @Min(1) @Max(100)
            Integer percent,

            @JsonPropertyDescription("How long each is held up, 1ms to 1h.") @Required @CallDuration
            String delay,

            @JsonPropertyDescription("Beginnings of the paths that are meant: 1 to 8. Omitted: all paths.")
            @Size(min = 1, max = 8)
            @ListSet
            @Nullable
            List<@PathPrefix String> paths) {}

    /** Requests are answered with an error. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HttpAbort(
            @JsonPropertyDescription("The share of requests, in percent, 1 to 100.") @Required @Min(1) @Max(100)
            Integer percent,

            @JsonPropertyDescription("The status that is answered, 200 to 599.") @Required @Min(200) @Max(599)
            Integer status,

            @JsonPropertyDescription("Beginnings of the paths that are meant: 1 to 8. Omitted: all paths.")
            @Size(min = 1, max = 8)
            @ListSet
            @Nullable
            List<@PathPrefix String> paths) {}

    /** A dependency cannot be reached. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Blackhole(
            @JsonPropertyDescription("The dependency, by its name in the ResiliencePolicy of the workloads.")
            @Required
            @DnsLabel
            String dependency) {}

    /** Nodes are drained. */
    @ValidationRule(
            value = "size(self.selector.?matchLabels.orValue({})) + "
                    + "size(self.selector.?matchExpressions.orValue([])) > 0",
            message = "must name a label: an empty selector means every node of the cluster",
            fieldPath = ".selector")
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NodeDrain(
            @JsonPropertyDescription("The nodes that are meant, by their labels.") @Required
            LabelSelector selector) {}

    /** Zones are lost. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ZoneLoss(
            @JsonPropertyDescription("The zones, by the label topology.kubernetes.io/zone of nodes: 1 to 8.")
            @Required
            @Size(min = 1, max = 8)
            @ListSet
            List<@LabelValue String> zones,

            @JsonPropertyDescription("How pods are removed. Evict: as a drain does. Kill: they are deleted.")
            @Default(Removal.DEFAULT_NAME)
            @Nullable
            Removal pods) {}

    /** How the pods of a lost zone are removed. */
    public enum Removal {
        /** As a drain does. */
        Evict,
        /** They are deleted. */
        Kill;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "Evict";

        /** What holds when the field is left out. */
        public static final Removal DEFAULT = valueOf(DEFAULT_NAME);
    }
}
