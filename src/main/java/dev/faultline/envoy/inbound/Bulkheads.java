package dev.faultline.envoy.inbound;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.faultline.api.traffic.Inbound.Shedding;
import dev.faultline.envoy.HttpManager;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.Protocols;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The ways to the application, one cluster for each share of its capacity: what one class has reserved, no other can take.
 * Source: Envoy config.cluster.v3.Cluster.
 */
final class Bulkheads {
    private static final int ALL = 100;

    /** More than a pod could ever have; without a number Envoy would take 1024. */
    private static final int NO_LIMIT = 1_000_000_000;

    /** So many more than may be served may wait for a connection, so that a burst of connections has an end. */
    private static final int CONNECTING = 1000;

    /**
     * Shorter than any server keeps an idle connection, so that no request is sent on one that the application is just
     * closing. Connections within a pod cost little.
     */
    private static final Duration IDLE = Duration.newBuilder().setSeconds(1).build();

    private final Inlet inlet;
    private final Names names;

    private Bulkheads(Inlet inlet) {
        this.inlet = inlet;
        this.names = new Names(inlet.name());
    }

    static List<Resource> of(Inlet inlet) {
        return new Bulkheads(inlet).clusters();
    }

    /** Where requests of a class are taken. */
    static String cluster(Names names, Inlet.Terms terms, RequestClass requestClass) {
        return isApart(terms, requestClass) ? names.cluster(requestClass.name()) : names.cluster();
    }

    /** Without a limit nothing is shared, and what each class does can be counted apart. */
    private static boolean isApart(Inlet.Terms terms, RequestClass requestClass) {
        return requestClass.reservedPercent().isPresent()
                || terms.capacity().maxRequests().isEmpty();
    }

    private List<Resource> clusters() {
        return switch (inlet.handling()) {
            // For requests that are still on their way when their listener becomes plain pass-through.
            case Inlet.Handling.PassThrough _ ->
                List.of(resource(cluster(names.cluster(), names.statistics(), Protocols.asCalled())
                        .setCircuitBreakers(limits(NO_LIMIT, NO_LIMIT))));
            case Inlet.Handling.Http http -> ofHttp(http);
        };
    }

    private List<Resource> ofHttp(Inlet.Handling.Http http) {
        var terms = http.terms();
        var clusters = new ArrayList<Resource>();
        clusters.add(share(http, names.cluster(), names.statistics(), unreserved(terms)));
        for (var each : terms.classes()) {
            if (isApart(terms, each)) {
                clusters.add(
                        share(http, names.cluster(each.name()), names.statistics(each.name()), each.reservedPercent()));
            }
        }
        if (!terms.probePaths().isEmpty()) {
            clusters.add(resource(
                    cluster(names.probes(), names.probes(), options(http.version(), Http2ProtocolOptions.newBuilder()))
                            .setCircuitBreakers(limits(NO_LIMIT, NO_LIMIT))));
        }
        return clusters;
    }

    private static OptionalInt unreserved(Inlet.Terms terms) {
        return OptionalInt.of(ALL
                - terms.classes().stream()
                        .mapToInt(each -> each.reservedPercent().orElse(0))
                        .sum());
    }

    /** @param percent of the capacity, where there is one; a share is never nothing */
    private Resource share(Inlet.Handling.Http http, String name, String statistics, OptionalInt percent) {
        var capacity = http.terms().capacity();
        var http2 = Http2ProtocolOptions.newBuilder();
        var limits = limits(NO_LIMIT, NO_LIMIT);
        if (capacity.maxRequests().isPresent()) {
            var share = Math.max(1, (int) ((long) capacity.maxRequests().getAsInt() * percent.orElse(ALL) / ALL));
            if (capacity.shedding() == Shedding.None) {
                // All wait for a connection, and of HTTP/2 for their turn on the only one.
                limits = limits(http.version() == Leg.Version.HTTP1 ? share : 1, NO_LIMIT);
                http2.setMaxConcurrentStreams(UInt32Value.of(share));
            } else {
                limits = limits(NO_LIMIT, share);
            }
        }
        return resource(
                cluster(name, statistics, options(http.version(), http2)).setCircuitBreakers(limits));
    }

    /**
     * Requests beyond their number are refused at once only where connections are not limited, or they would wait for
     * one. More than their number may wait for connections that are being made: those that are too many are refused, and
     * counted, when they have one.
     */
    private static CircuitBreakers limits(int connections, int requests) {
        return CircuitBreakers.newBuilder()
                .addThresholds(Thresholds.newBuilder()
                        .setMaxConnections(UInt32Value.of(connections))
                        .setMaxPendingRequests(UInt32Value.of(Math.min(NO_LIMIT, requests + CONNECTING)))
                        .setMaxRequests(UInt32Value.of(requests)))
                .build();
    }

    private static Any options(Leg.Version version, Http2ProtocolOptions.Builder http2) {
        return HttpManager.packed(io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.newBuilder()
                .setCommonHttpProtocolOptions(HttpProtocolOptions.newBuilder().setIdleTimeout(IDLE))
                .setExplicitHttpConfig(Protocols.explicit(version, http2.build()))
                .build());
    }

    private Cluster.Builder cluster(String name, String statistics, Any options) {
        return AppCluster.to(inlet, name)
                .setAltStatName(statistics)
                .putTypedExtensionProtocolOptions(Protocols.OPTIONS, options);
    }

    private static Resource resource(Cluster.Builder cluster) {
        return Resource.of(ResourceType.Cluster, cluster.getName(), cluster.build());
    }
}
