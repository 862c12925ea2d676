package dev.faultline.envoy.inbound;

import com.google.protobuf.Duration;
import dev.faultline.api.traffic.Inbound.Shedding;
import dev.faultline.envoy.CallLog;
import dev.faultline.envoy.DeadlineScript;
import dev.faultline.envoy.GrpcDeadline;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is done to each class of requests, as routes of which the first that fits counts. Source: Envoy
 * config.route.v3.RouteConfiguration.
 */
final class Reception {
    private final Names names;

    private Reception(Names names) {
        this.names = names;
    }

    static Resource of(Inlet inlet) {
        var reception = new Reception(new Names(inlet.name()));
        return switch (inlet.handling()) {
            // For requests that come on connections of before their listener became plain pass-through.
            case Inlet.Handling.PassThrough _ ->
                reception.resource(List.of(Route.newBuilder()
                        .setMatch(Matching.any())
                        .setRoute(action(reception.names.cluster()))
                        .build()));
            case Inlet.Handling.Http http -> reception.new Classes(http).resource();
        };
    }

    private Resource resource(List<Route> routes) {
        return resource(VirtualHost.newBuilder(), routes);
    }

    private Resource resource(VirtualHost.Builder host, List<Route> routes) {
        return Resource.of(
                ResourceType.Routes,
                names.listener(),
                RouteConfiguration.newBuilder()
                        .setName(names.listener())
                        .addVirtualHosts(host.setName(names.statistics())
                                .addDomains("*")
                                .addRequestHeadersToRemove(Deadlines.KEPT)
                                .addAllRoutes(routes))
                        .build());
    }

    /** As long as it takes, unless a deadline says otherwise. */
    private static RouteAction.Builder action(String cluster) {
        return RouteAction.newBuilder().setCluster(cluster).setTimeout(Duration.getDefaultInstance());
    }

    /** Of one port with terms. */
    private final class Classes {
        private final Leg.Version version;
        private final Inlet.Terms terms;
        private final List<Route> routes = new ArrayList<>();

        Classes(Inlet.Handling.Http http) {
            this.version = http.version();
            this.terms = http.terms();
        }

        Resource resource() {
            terms.probePaths()
                    .forEach(path -> routes.add(Route.newBuilder()
                            .setMatch(Matching.exactly(path))
                            .setRoute(action(names.probes()))
                            .build()));
            var asked = terms.classes().stream()
                    .sorted(Comparator.comparing(each -> each.match().isEmpty()))
                    .toList();
            asked.forEach(this::add);
            if (asked.isEmpty() || asked.getLast().match().isPresent()) {
                routes.add(route(Matching.any(), Optional.empty()).build());
            }
            return Reception.this.resource(
                    VirtualHost.newBuilder().putTypedPerFilterConfig(Notes.FILTER, Notes.of(terms.keyHeader())),
                    routes);
        }

        private void add(RequestClass requestClass) {
            if (requestClass.requiresKey()) {
                routes.add(new IdempotencyKeys(version, terms.keyHeader())
                        .refusal(Matching.of(requestClass))
                        .setMetadata(CallLog.wish(Optional.of(requestClass.name())))
                        .build());
            }
            routes.add(
                    route(Matching.of(requestClass), Optional.of(requestClass)).build());
        }

        private Route.Builder route(RouteMatch.Builder match, Optional<RequestClass> requestClass) {
            var name = requestClass.map(RequestClass::name);
            var deadline = requestClass
                    .flatMap(RequestClass::deadline)
                    .map(Deadline::of)
                    .orElse(terms.deadline());
            var action = action(requestClass
                    .map(each -> Bulkheads.cluster(names, terms, each))
                    .orElseGet(names::cluster));
            var route = Route.newBuilder().setMatch(match).setStatPrefix(names.routeStatistics(name));
            var metadata = CallLog.wish(name).toBuilder();
            if (!deadline.isNone()) {
                bound(deadline, route, action, metadata);
            }
            requestClass
                    .flatMap(each -> each.rate().map(rate -> RateLimits.of(rate, names.statistics(each.name()))))
                    .ifPresent(limit -> route.putTypedPerFilterConfig(RateLimits.FILTER, limit));
            if (terms.capacity().shedding() == Shedding.Adaptive) {
                route.putTypedPerFilterConfig(rank(requestClass).filter(), Adaptive.on());
            }
            return route.setRoute(action).setMetadata(metadata);
        }

        private void bound(
                Deadline deadline, Route.Builder route, RouteAction.Builder action, Metadata.Builder metadata) {
            route.putTypedPerFilterConfig(DeadlineScript.FILTER, DeadlineScript.on());
            metadata.putFilterMetadata(DeadlineScript.FILTER, Deadlines.limits(deadline));
            if (version == Leg.Version.GRPC) {
                action.setMaxStreamDuration(Deadlines.ofGrpc(deadline));
                route.addRequestHeadersToAdd(GrpcDeadline.told());
            }
        }

        /** Requests of no class matter neither most nor least. */
        private Adaptive.Rank rank(Optional<RequestClass> requestClass) {
            return requestClass
                    .map(each -> Adaptive.Rank.of(
                            terms.classes().indexOf(each), terms.classes().size()))
                    .orElse(Adaptive.Rank.MIDDLE);
        }
    }
}
