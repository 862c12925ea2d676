package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.CalendarDate;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Days on which no run happens, in the time zone of the GameDay. */
@ValidationRule(
        value = "!self.from.matches('^[0-9-]{10}$') || !self.to.matches('^[0-9-]{10}$') || self.from <= self.to",
        message = "must not be before from: swap them",
        fieldPath = ".to")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Exclusion(
        @JsonPropertyDescription("The first day, such as 2026-12-18.") @Required @CalendarDate
        String from,

        @JsonPropertyDescription("The last day, itself excluded too, such as 2027-01-04; not before from.")
        @Required
        @CalendarDate
        String to,

        @JsonPropertyDescription("Why, in a few words. Omitted: nothing is said.") @Size(max = 256) @Nullable
        String reason) {}
