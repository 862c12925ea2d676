package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.ListSet;
import dev.faultline.api.schema.PathPrefix;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests belong to a class: one of the prefixes, one of the methods and all of the headers, as far as given.
 */
@ValidationRule(
        value = "has(self.pathPrefixes) || has(self.methods) || has(self.headers)",
        message = "must have pathPrefixes, methods or headers: write at least one, or remove match from "
                + "the catch-all class")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteMatch(
        @JsonPropertyDescription(
                "Beginnings of the path, of which one must match: 1 to 16, each at most 256 characters. "
                        + "Omitted: any path.")
        @Size(min = 1, max = 16)
        @ListSet
        @Nullable
        List<@PathPrefix String> pathPrefixes,

        @JsonPropertyDescription("Methods, of which one must match: 1 to 8. Omitted: any method.")
        @Size(min = 1, max = 8)
        @ListSet
        @Nullable
        List<HttpMethod> methods,

        @JsonPropertyDescription("Headers that must all match: 1 to 8. Omitted: any headers.")
        @Size(min = 1, max = 8)
        @ListMap("name")
        @ValidationRule(
                value = "self.all(a, !self.exists(b, b.name != a.name && b.name.lowerAscii() == "
                        + "a.name.lowerAscii()))",
                message = "must not name a header twice: upper and lower case are the same")
        @Nullable
        List<HeaderMatch> headers) {}
