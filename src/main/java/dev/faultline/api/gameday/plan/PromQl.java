package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DecimalText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A value in Prometheus, and from where on it is bad. No value, NaN or several series are neither good nor bad. */
@ValidationRule(
        value = "has(self.above) != has(self.below)",
        message = "must have either above or below: write exactly one of them, the bound beyond which the value is bad")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromQl(
        @JsonPropertyDescription("An expression that gives one number, 1 to 1024 characters. No value, NaN or several "
                + "series are neither good nor bad.")
        @Required
        @Size(min = 1, max = 1024)
        String query,

        @JsonPropertyDescription("The value is bad above this, a decimal such as \"0.05\". Either this or below.")
        @DecimalText
        @Nullable
        String above,

        @JsonPropertyDescription("The value is bad below this, a decimal such as \"99.5\". Either this or above.")
        @DecimalText
        @Nullable
        String below) {}
