package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which requests belong to a class. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteMatch(
        @Nullable List<String> pathPrefixes,
        @Nullable List<HttpMethod> methods,
        @Nullable List<HeaderMatch> headers) {}
