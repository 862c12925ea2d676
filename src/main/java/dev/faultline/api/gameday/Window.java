package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.ListSet;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a day in which runs may happen, in the time zone of the GameDay. */
@ValidationRule(
        value = "!self.from.matches('^[0-9:]{5}$') || !self.to.matches('^[0-9:]{5}$') || self.from < self.to",
        message = "must be later than from: a window that goes on after midnight is written as two",
        fieldPath = ".to")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Window(
        @JsonPropertyDescription("The days of the week: Mon, Tue, Wed, Thu, Fri, Sat, Sun. Omitted: every day.")
        @Size(min = 1, max = 7)
        @ListSet
        @Nullable
        List<Day> days,

        @JsonPropertyDescription("The time of day at which the window opens, such as 09:30.")
        @Required
        @Size(max = 5)
        @ValidationRule(
                value = "self.matches('^([01][0-9]|2[0-3]):[0-5][0-9]$')",
                message = "must be a time of day such as 09:30, from 00:00 to 23:59")
        String from,

        @JsonPropertyDescription(
                "The time of day at which the window closes, later than from, such as 16:00; 24:00 is the end "
                        + "of the day.")
        @Required
        @Size(max = 5)
        @ValidationRule(
                value = "self.matches('^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$')",
                message = "must be a time of day such as 16:00, from 00:01 to 24:00")
        String to) {
    /** A day of the week. */
    public enum Day {
        /** Monday. */
        Mon,
        /** Tuesday. */
        Tue,
        /** Wednesday. */
        Wed,
        /** Thursday. */
        Thu,
        /** Friday. */
        Fri,
        /** Saturday. */
        Sat,
        /** Sunday. */
        Sun
    }
}
