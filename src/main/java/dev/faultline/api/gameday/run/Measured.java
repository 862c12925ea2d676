package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The times of a run, measured and never guessed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Measured(
        @JsonPropertyDescription(
                "The first bad moment of sli since the fault was sent for; of several bad times the worst is told.")
        @Size(max = 64)
        @Nullable
        String impactTime,

        @JsonPropertyDescription("When detectedBy turned bad.") @Size(max = 64) @Nullable
        String detectedTime,

        @JsonPropertyDescription("The first moment after which sli stayed good.") @Size(max = 64) @Nullable
        String recoveredTime,

        @JsonPropertyDescription("From the effect of the fault until it was detected. Absent where it was not.")
        @Min(0)
        @Nullable
        Long timeToDetectSeconds,

        @JsonPropertyDescription("From the first bad moment of sli until it stayed good. Absent where it did not.")
        @Min(0)
        @Nullable
        Long timeToRecoverSeconds,

        @JsonPropertyDescription(
                "Whether sli turned bad: None or Seen; Unknown where nobody can tell. Absent: there is no sli.")
        @Nullable
        Impact impact,

        @JsonPropertyDescription(
                "Whether the fault was noticed: Detected or Undetected; NotAsked where there is no detectedBy, Unknown where nobody can tell.")
        @Nullable
        Detection detection,

        @JsonPropertyDescription(
                "Whether sli became good again: Recovered or Unrecovered; NotAsked where there is no sli, or it "
                        + "never turned bad; Unknown where nobody can tell.")
        @Nullable
        Recovery recovery,

        @JsonPropertyDescription("Whether sli was good again while the fault still lasted.") @Nullable
        Boolean recoveredDuringFault) {
    /** Whether users felt it. */
    public enum Impact {
        /** The sli stayed good. */
        None,
        /** It turned bad. */
        Seen,
        /** Nobody can tell. */
        Unknown
    }

    /** Whether the fault was noticed. */
    public enum Detection {
        /** It was. */
        Detected,
        /** It was not. */
        Undetected,
        /** Nothing was to notice it. */
        NotAsked,
        /** Nobody can tell. */
        Unknown
    }

    /** Whether users were well again. */
    public enum Recovery {
        /** They were. */
        Recovered,
        /** They were not. */
        Unrecovered,
        /** There was nothing to recover from, or nothing that tells. */
        NotAsked,
        /** Nobody can tell. */
        Unknown
    }
}
