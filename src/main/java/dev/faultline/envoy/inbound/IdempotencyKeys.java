package dev.faultline.envoy.inbound;

import dev.faultline.envoy.Leg;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import java.util.List;

/**
 * Refuses writes that nobody could tell from their own repetition. Only methods that may act twice: of all others a
 * repetition does no harm by definition. Source: RFC 9110 §9.2.2, draft-ietf-httpapi-idempotency-key-header, RFC 9457.
 */
final class IdempotencyKeys {
    private static final List<String> WRITES = List.of("POST", "PATCH");

    /** A key that says nothing tells no request from another. */
    private static final String NOT_BLANK = ".*\\S.*";

    private static final int BAD_REQUEST = 400;

    /** Source: gRPC, status codes. */
    private static final String INVALID_ARGUMENT = "3";

    private final Leg.Version version;
    private final String header;

    IdempotencyKeys(Leg.Version version, String header) {
        this.version = version;
        this.header = header;
    }

    /** Goes before the route that takes the rest of them. @param match of the class */
    Route.Builder refusal(RouteMatch.Builder match) {
        return Route.newBuilder()
                .setMatch(match.addHeaders(Matching.oneOf(WRITES))
                        .addHeaders(Matching.header(header, Matching.regex(NOT_BLANK))
                                .setTreatMissingHeaderAsEmpty(true)
                                .setInvertMatch(true)))
                .setDirectResponse(DirectResponseAction.newBuilder()
                        .setStatus(BAD_REQUEST)
                        .setBody(DataSource.newBuilder().setInlineString(body())))
                .addResponseHeadersToAdd(marked());
    }

    /** gRPC has a status and a message in the place of a body. */
    private HeaderValueOption marked() {
        return switch (version) {
            case HTTP1, HTTP2 -> Refusals.header("content-type", "application/problem+json");
            case GRPC -> Refusals.header("grpc-status", INVALID_ARGUMENT);
        };
    }

    private String body() {
        var detail = "Send header " + header + " with a value of your own that is new for each new request, "
                + "and the same when you repeat one.";
        return switch (version) {
            case HTTP1, HTTP2 -> """
                {"type":"about:blank","title":"%s is missing","status":%d,"detail":"%s"}\
                """.formatted(header, BAD_REQUEST, detail);
            case GRPC -> header + " is missing. " + detail;
        };
    }
}
