package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One thing that is done to one object, written down before it is done. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LedgerRow(
        @JsonPropertyDescription("The number of the row.") @Required @Min(0)
        Integer entry,

        @JsonPropertyDescription("The name of the step.") @Required @Size(min = 1, max = 63)
        String step,

        @JsonPropertyDescription("The object it is done to; frozen when the run was new.") @Required
        LedgerTarget target,

        @JsonPropertyDescription("Kind and name of the workload, such as Deployment/checkout.")
        @Size(max = 320)
        @Nullable
        String workload,

        @JsonPropertyDescription(
                "What is done to it. Kill: it is deleted. Evict: it is evicted. Scale: its replicas are changed.")
        @Required
        Verb verb,

        @JsonPropertyDescription("What was there before, such as the number of replicas.") @Size(max = 256) @Nullable
        String original,

        @JsonPropertyDescription("What is put in its place.") @Size(max = 256) @Nullable
        String wanted,

        @JsonPropertyDescription(
                "What has become of it. Planned: nothing yet. Intended: it is about to be done, or may have "
                        + "been. Applied: it has been done. Held: a budget refused the eviction. Missed: the "
                        + "object was "
                        + "gone or another one. Refused: the API server said no. Unknown: the operator was interrupted "
                        + "and cannot tell. Reverted: it was put back, or needs no putting back. Superseded: somebody "
                        + "else changed the object meanwhile, and it was left alone. RevertFailed: it could not be put "
                        + "back. NotRun: it will not be done.")
        @Required
        RowState state,

        @JsonPropertyDescription("When it is put back at the latest, whatever has become of the run.")
        @Size(max = 64)
        @Nullable
        String expiresTime,

        @JsonPropertyDescription("When it was done.") @Size(max = 64) @Nullable
        String injectedTime,

        @JsonPropertyDescription("When its effect was seen.") @Size(max = 64) @Nullable
        String seenTime,

        @JsonPropertyDescription("When it was put back.") @Size(max = 64) @Nullable
        String revertedTime,

        @JsonPropertyDescription("What is the case and what to do next.") @Size(max = 256) @Nullable
        String message) {
    /** Rows of a run at most. Source: what etcd stores in one object, 1.5 MiB, less room for all else. */
    public static final int MAX_ROWS = 128;

    /** What is done to an object. */
    public enum Verb {
        /** It is deleted. */
        Kill,
        /** It is evicted. */
        Evict,
        /** Its replicas are changed. */
        Scale
    }

    /** What has become of a row. */
    public enum RowState {
        /** Nothing yet. */
        Planned,
        /** It is about to be done, or may have been. */
        Intended,
        /** It has been done. */
        Applied,
        /** A budget refused the eviction. */
        Held,
        /** The object was gone, or another one. */
        Missed,
        /** The API server said no. */
        Refused,
        /** The operator was interrupted and cannot tell. */
        Unknown,
        /** It was put back, or needs no putting back. */
        Reverted,
        /** Somebody else changed the object meanwhile. */
        Superseded,
        /** It could not be put back. */
        RevertFailed,
        /** It will not be done. */
        NotRun
    }

    /** An object of the namespace of the run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LedgerTarget(
            @JsonPropertyDescription("The kind of the object, such as Pod.") @Required @Size(min = 1, max = 63)
            String kind,

            @JsonPropertyDescription("The name of the object.") @Required @Size(min = 1, max = 253)
            String name,

            @JsonPropertyDescription("Its uid; another object of the same name is left alone.")
            @Size(max = 64)
            @Nullable
            String uid) {}
}
