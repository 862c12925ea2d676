package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.HttpUrl;
import dev.faultline.api.schema.ListSet;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A URL and the answers that are good. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpCheck(
        @JsonPropertyDescription("The URL, http or https, such as http://front.shop/health; asked with GET, and "
                + "redirects are not followed.")
        @Required
        @HttpUrl
        String url,

        @JsonPropertyDescription("Status codes that are good, each from 100 to 599: 1 to 16. Omitted: 200 to 299.")
        @Size(min = 1, max = 16)
        @ListSet
        @Nullable
        List<@Min(100) @Max(599) Integer> expectStatus) {}
