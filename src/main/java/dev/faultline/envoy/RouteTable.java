package dev.faultline.envoy;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.time.Duration;
import java.util.Optional;

/** The routes of one dependency. Source: Envoy config.route.v3.RouteConfiguration. */
final class RouteTable {
    private static final String EVENT_STREAM = "text/event-stream";

    private final Leg leg;
    private final Leg.Handling.Http http;

    private RouteTable(Leg leg, Leg.Handling.Http http) {
        this.leg = leg;
        this.http = http;
    }

    static Resource of(Leg leg, Leg.Handling.Http http) {
        return Resource.of(ResourceType.Routes, leg.name(), new RouteTable(leg, http).routes());
    }

    private RouteConfiguration routes() {
        var host = VirtualHost.newBuilder()
                .setName(leg.name())
                .addDomains("*")
                .addRequestHeadersToRemove(DeadlineScript.HEADER)
                .addRoutes(stream());
        if (TimeLeft.isTold(leg, http)) {
            TimeLeft.keepFromCaller(host);
        }
        Retrying.rules(http.version(), http.terms().retry()).forEach(rule -> host.addRoutes(call(rule)));
        return RouteConfiguration.newBuilder()
                .setName(leg.name())
                .addVirtualHosts(host)
                .build();
    }

    private Route.Builder call(Retrying.Rule rule) {
        var route = Route.newBuilder()
                .setMatch(rule.match())
                .setRoute(action(http.terms().timeout(), rule.policy()));
        if (http.hasDeadline()) {
            CallDeadline.onto(route, http.version(), http.terms().timeout());
        }
        return switch (http.version()) {
            case HTTP1, HTTP2 -> route;
            case GRPC -> route.addRequestHeadersToAdd(GrpcDeadline.told());
        };
    }

    /** It may last, each try as well as the whole. */
    private Route stream() {
        var isTriedOnce =
                http.terms().retry().filter(retry -> retry.attempts() == 0).isPresent();
        return Route.newBuilder()
                .setMatch(RouteMatch.newBuilder()
                        .setPrefix("/")
                        .addHeaders(HeaderMatcher.newBuilder()
                                .setName("accept")
                                .setStringMatch(StringMatcher.newBuilder().setContains(EVENT_STREAM))))
                .setRoute(action(Duration.ZERO, isTriedOnce ? Optional.empty() : Optional.of(Retrying.once())))
                .build();
    }

    private RouteAction action(Duration timeout, Optional<RetryPolicy> retries) {
        var action = RouteAction.newBuilder()
                .setCluster(leg.clusterName())
                .setIdleTimeout(Durations.of(http.terms().idleTimeout()));
        switch (http.version()) {
            case HTTP1, HTTP2 -> action.setTimeout(Durations.of(timeout));
            case GRPC ->
                action.setTimeout(Durations.of(Duration.ZERO)).setMaxStreamDuration(GrpcDeadline.waited(timeout));
        }
        retries.ifPresent(action::setRetryPolicy);
        http.hostHeader().ifPresent(action::setHostRewriteLiteral);
        return action.build();
    }
}
