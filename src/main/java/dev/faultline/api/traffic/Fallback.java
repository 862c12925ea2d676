package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer given in place of a dependency that fails. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fallback(
        @Nullable List<When> when,
        Integer status,
        @Nullable String contentType,
        @Nullable String body) {
    public enum When {
        Open,
        Timeout,
        ServerError
    }
}
