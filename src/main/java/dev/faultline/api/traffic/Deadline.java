package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.CallDuration;
import dev.faultline.api.schema.Durations;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How long a request may take, from hop to hop. */
@ValidationRule(
        value = "has(self.whenAbsent) || has(self.max)",
        message = "must have whenAbsent or max: write one of them, or remove the block")
@ValidationRule(
        value = "!has(self.whenAbsent) || !has(self.max) || !self.whenAbsent" + Durations.MATCHES + " || !self.max"
                + Durations.MATCHES + " || duration(self.whenAbsent) <= duration(self.max)",
        message = "must not be longer than max: shorten it, or raise max",
        fieldPath = ".whenAbsent")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deadline(
        @JsonPropertyDescription("The deadline of a request that brings none, 1ms to 1h; at most max. Omitted: such a "
                + "request has none.")
        @CallDuration
        @Nullable
        String whenAbsent,

        @JsonPropertyDescription(
                "The longest deadline that a request may bring, 1ms to 1h; longer ones are cut. Omitted: "
                        + "none is cut.")
        @CallDuration
        @Nullable
        String max) {}
