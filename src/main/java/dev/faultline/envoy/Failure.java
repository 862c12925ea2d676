package dev.faultline.envoy;

import com.google.protobuf.UnknownFieldSet;
import dev.faultline.envoy.newer.NewerField;
import io.envoyproxy.envoy.config.common.matcher.v3.HttpHeadersMatch;
import io.envoyproxy.envoy.config.common.matcher.v3.MatchPredicate;
import io.envoyproxy.envoy.config.common.matcher.v3.MatchPredicate.MatchSet;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/**
 * Which answers count against the endpoint that gave them. One that was shed does not: a pod without room is well, and
 * while it were left out the others would get its calls, until they have no room either. Of calls of gRPC Envoy 1.40 goes by
 * their status alone, so there it does count. Source: Envoy HttpProtocolOptions.OutlierDetection.error_matcher.
 */
public final class Failure {
    /** Said by the sidecar of a request that it sheds. Whoever else says it is spared as well, which harms himself alone. */
    public static final String SHED = "x-faultline-shed";

    /** The messages that we have are older than the field; an Envoy that does not know it ignores it. */
    private static final int OUTLIER_DETECTION = 8;

    private static final int ERROR_MATCHER = 1;

    private static final StringMatcher SERVER_ERROR =
            StringMatcher.newBuilder().setPrefix("5").build();

    /** UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE and DATA_LOSS: without a matcher these count. */
    private static final StringMatcher GRPC_ERROR = StringMatcher.newBuilder()
            .setSafeRegex(RegexMatcher.newBuilder().setRegex("2|4|1[2-5]"))
            .build();

    private Failure() {}

    /** For the HttpProtocolOptions of a cluster with outlier detection. */
    static UnknownFieldSet counted() {
        var error = MatchPredicate.newBuilder()
                .setOrMatch(MatchSet.newBuilder()
                        .addRules(header(
                                HeaderMatcher.newBuilder().setName(":status").setStringMatch(SERVER_ERROR)))
                        .addRules(header(HeaderMatcher.newBuilder()
                                .setName("grpc-status")
                                .setStringMatch(GRPC_ERROR))));
        var shed = header(HeaderMatcher.newBuilder().setName(SHED).setPresentMatch(true));
        var matcher = MatchPredicate.newBuilder()
                .setAndMatch(MatchSet.newBuilder()
                        .addRules(error)
                        .addRules(MatchPredicate.newBuilder().setNotMatch(shed)))
                .build();
        return NewerField.of(
                OUTLIER_DETECTION,
                NewerField.of(ERROR_MATCHER, matcher.toByteString()).toByteString());
    }

    private static MatchPredicate.Builder header(HeaderMatcher.Builder matcher) {
        return MatchPredicate.newBuilder()
                .setHttpResponseHeadersMatch(HttpHeadersMatch.newBuilder().addHeaders(matcher));
    }
}
