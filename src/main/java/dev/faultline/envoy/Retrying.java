package dev.faultline.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which calls are tried again, as routes of which the first that fits counts. Envoy's own gate, retriable_request_headers,
 * would keep a POST from another try even when no server has seen it. Source: Envoy x-envoy-retry-on.
 */
final class Retrying {
    private static final String NOT_BEGUN = "connect-failure,refused-stream";
    private static final String UNSEEN = NOT_BEGUN + ",reset-before-request";
    private static final String REPEATABLE = UNSEEN + ",gateway-error";

    /** Of gRPC the end of a try, and a stream that was reset, are no status of the server: they fall under the first. */
    private static final String UNAVAILABLE = REPEATABLE + ",unavailable";

    /** A key that says nothing tells no call from another. */
    private static final String NOT_BLANK = ".*\\S.*";

    private static final String PREVIOUS_HOSTS = "envoy.retry_host_predicates.previous_hosts";

    /** Endpoints that are looked at for one that has not failed the call yet. */
    private static final int CHOICES = 5;

    private Retrying() {}

    /** @param policy empty where there is no other try */
    record Rule(RouteMatch match, Optional<RetryPolicy> policy) {}

    /** Together they fit every call. */
    static List<Rule> rules(Leg.Version version, Optional<Retry> retry) {
        if (retry.isEmpty()) {
            return List.of(new Rule(any().build(), Optional.of(once())));
        }
        var terms = retry.get();
        var rules = new ArrayList<Rule>();
        if (terms.attempts() > 0) {
            switch (version) {
                case HTTP1, HTTP2 -> {
                    if (!terms.repeatable().methods().isEmpty()) {
                        rules.add(
                                new Rule(withHeader(method(terms.repeatable().methods())), policy(terms, REPEATABLE)));
                    }
                    rules.add(new Rule(
                            withHeader(HeaderMatcher.newBuilder()
                                    .setName(terms.repeatable().keyHeader())
                                    .setStringMatch(matching(NOT_BLANK))),
                            policy(terms, REPEATABLE)));
                }
                case GRPC ->
                    terms.repeatable()
                            .grpcMethods()
                            .forEach(method -> rules.add(new Rule(
                                    RouteMatch.newBuilder()
                                            .setPath("/" + method)
                                            .build(),
                                    policy(terms, UNAVAILABLE))));
            }
        }
        rules.add(new Rule(any().build(), policy(terms, UNSEEN)));
        return List.copyOf(rules);
    }

    private static RouteMatch.Builder any() {
        return RouteMatch.newBuilder().setPrefix("/");
    }

    private static RouteMatch withHeader(HeaderMatcher.Builder header) {
        return any().addHeaders(header).build();
    }

    private static HeaderMatcher.Builder method(List<String> methods) {
        return HeaderMatcher.newBuilder().setName(":method").setStringMatch(matching(String.join("|", methods)));
    }

    private static StringMatcher.Builder matching(String regex) {
        return StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(regex));
    }

    /** What holds where a policy says nothing: safe for every call, the server has not begun. */
    static RetryPolicy once() {
        return RetryPolicy.newBuilder()
                .setRetryOn(NOT_BEGUN)
                .setNumRetries(UInt32Value.of(1))
                .build();
    }

    private static Optional<RetryPolicy> policy(Retry terms, String on) {
        if (terms.attempts() == 0) {
            return Optional.empty();
        }
        var policy = RetryPolicy.newBuilder()
                .setRetryOn(on)
                .setNumRetries(UInt32Value.of(terms.attempts()))
                .setRetryBackOff(RetryBackOff.newBuilder()
                        .setBaseInterval(Durations.of(terms.base()))
                        .setMaxInterval(Durations.of(terms.max())))
                .setHostSelectionRetryMaxAttempts(CHOICES)
                .addRetryHostPredicate(RetryHostPredicate.newBuilder()
                        .setName(PREVIOUS_HOSTS)
                        .setTypedConfig(HttpManager.packed(PreviousHostsPredicate.getDefaultInstance())));
        terms.perTry().ifPresent(limit -> policy.setPerTryTimeout(Durations.of(limit)));
        return Optional.of(policy.build());
    }
}
