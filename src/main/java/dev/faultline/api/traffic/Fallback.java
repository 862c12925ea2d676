package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer given in place of a dependency that fails. */
@ValidationRule(
        value = "!has(self.body) || !(self.status in [204, 304])",
        message = "must not be set with status 204 or 304, which have no body: remove it, or choose 200",
        fieldPath = ".body")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fallback(
        @JsonPropertyDescription("What counts as failure. Open: the breaker refuses the call or no endpoint is left. "
                + "Timeout: timeout or deadline is over. ServerError: an answer of 500 to 599.")
        @Default(Fallback.DEFAULT_WHEN)
        @Size(min = 1, max = 3)
        @ListSet
        @Nullable
        List<When> when,

        @JsonPropertyDescription("The HTTP status of the answer, 200 to 599.") @Required @Min(200) @Max(599)
        Integer status,

        @JsonPropertyDescription("The content-type of the answer, such as application/json. Omitted: text/plain.")
        @Size(max = 128)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+([;][ -~]*)?$')",
                message = "must be a media type such as application/json")
        @Nullable
        String contentType,

        @JsonPropertyDescription("The body of the answer, at most 4096 bytes. Omitted: empty.")
        @Size(max = 4096)
        @ValidationRule(
                value = "bytes(self).size() <= 4096",
                message = "must be at most 4096 bytes in UTF-8: shorten it")
        @Nullable
        String body) {
    /** What holds when nothing is said, as JSON. */
    public static final String DEFAULT_WHEN = "[\"Open\", \"Timeout\", \"ServerError\"]";

    /** What counts as failure of a dependency. */
    public enum When {
        /** The breaker refuses the call, or no endpoint is left. */
        Open,
        /** The timeout or the deadline is over. */
        Timeout,
        /** The answer is 500 to 599. */
        ServerError
    }
}
