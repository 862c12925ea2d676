package dev.faultline.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.time.Duration;

/** The routes of one dependency. Source: Envoy config.route.v3.RouteConfiguration. */
final class RouteTable {
    /** Safe for every method: the server has not begun. Source: Envoy x-envoy-retry-on. */
    private static final String NOT_BEGUN = "connect-failure,refused-stream";

    private static final String EVENT_STREAM = "text/event-stream";

    private RouteTable() {}

    static Resource of(Leg leg, Leg.Handling.Http http) {
        var stream = Route.newBuilder()
                .setMatch(RouteMatch.newBuilder()
                        .setPrefix("/")
                        .addHeaders(HeaderMatcher.newBuilder()
                                .setName("accept")
                                .setStringMatch(StringMatcher.newBuilder().setContains(EVENT_STREAM))))
                .setRoute(action(leg, http, Duration.ZERO));
        var call = Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(action(leg, http, http.terms().timeout()));
        return Resource.of(
                ResourceType.Routes,
                leg.name(),
                RouteConfiguration.newBuilder()
                        .setName(leg.name())
                        .addVirtualHosts(VirtualHost.newBuilder()
                                .setName(leg.name())
                                .addDomains("*")
                                .addRoutes(stream)
                                .addRoutes(call))
                        .build());
    }

    private static RouteAction action(Leg leg, Leg.Handling.Http http, Duration timeout) {
        var action = RouteAction.newBuilder()
                .setCluster(leg.clusterName())
                .setTimeout(Durations.of(timeout))
                .setIdleTimeout(Durations.of(http.terms().idleTimeout()))
                .setRetryPolicy(RetryPolicy.newBuilder().setRetryOn(NOT_BEGUN).setNumRetries(UInt32Value.of(1)));
        http.hostHeader().ifPresent(action::setHostRewriteLiteral);
        return action.build();
    }
}
