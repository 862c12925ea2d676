package dev.faultline.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * How a dependency or a zone is cut off, established connections included: every endpoint is checked against this
 * listener in the sidecar itself, whose answer is a runtime key. Nothing leaves the pod. When nobody renews the key, it
 * lapses and the endpoints are back. The checks must be there before a connection is made, or they do not cut it.
 */
public final class HealthSwitch {
    /** Names the listener and its routes. */
    static final String NAME = "health_switch";

    /** Stands for the zone of an endpoint that is in none. */
    static final String NO_ZONE = "none";

    /** Picks, where calls go over TLS, the socket of the check, which does not. */
    private static final Struct PLAIN = Struct.newBuilder()
            .putFields("faultline", Value.newBuilder().setStringValue(NAME).build())
            .build();

    private static final int CUT = 503;
    private static final int PASS = 200;

    /** Failed checks in a row that count although nobody wanted them; a 503 counts at once. */
    private static final int STUMBLES = 3;

    private HealthSwitch() {}

    /** The runtime key, 0 to 100, that cuts a dependency off. */
    public static String dependencyKey(String dependency) {
        return "fl.dep." + dependency + ".blackhole";
    }

    /** The runtime key, 0 to 100, that cuts a zone off. */
    static String zoneKey(String zone) {
        return "fl.zone." + zone + ".blackhole";
    }

    static Resource listener() {
        var manager = HttpManager.of(NAME, NAME).build();
        return Resource.of(
                ResourceType.Listener,
                NAME,
                Listener.newBuilder()
                        .setName(NAME)
                        .setAddress(Endpoints.address("127.0.0.1", SidecarPort.HEALTH_SWITCH.number()))
                        .addFilterChains(HttpManager.chain(manager))
                        .build());
    }

    static Resource routes(Collection<String> dependencies, Collection<String> zones) {
        var host = VirtualHost.newBuilder().setName(NAME).addDomains("*");
        new TreeSet<>(dependencies)
                .forEach(dependency -> host.addRoutes(answer(
                        RouteMatch.newBuilder()
                                .setPath(path(dependency))
                                .setRuntimeFraction(key(dependencyKey(dependency))),
                        CUT)));
        new TreeSet<>(zones)
                .forEach(zone -> host.addRoutes(answer(
                        RouteMatch.newBuilder()
                                .setPrefix("/")
                                .addHeaders(HeaderMatcher.newBuilder()
                                        .setName(":authority")
                                        .setStringMatch(
                                                StringMatcher.newBuilder().setExact(zone)))
                                .setRuntimeFraction(key(zoneKey(zone))),
                        CUT)));
        host.addRoutes(answer(RouteMatch.newBuilder().setPrefix("/"), PASS));
        return Resource.of(
                ResourceType.Routes,
                NAME,
                RouteConfiguration.newBuilder()
                        .setName(NAME)
                        .addVirtualHosts(host)
                        .build());
    }

    private static String path(String dependency) {
        return "/" + dependency;
    }

    private static RuntimeFractionalPercent key(String key) {
        return RuntimeFractionalPercent.newBuilder()
                .setDefaultValue(FractionalPercent.getDefaultInstance())
                .setRuntimeKey(key)
                .build();
    }

    private static Route answer(RouteMatch.Builder match, int status) {
        return Route.newBuilder()
                .setMatch(match)
                .setDirectResponse(DirectResponseAction.newBuilder().setStatus(status))
                .build();
    }

    /**
     * The check of each endpoint. A sidecar short of CPU answers itself late: three times in a row before that counts.
     */
    static List<HealthCheck> checks(String dependency) {
        var second = Duration.newBuilder().setSeconds(1).build();
        var tenth = Duration.newBuilder().setNanos(100_000_000).build();
        return List.of(HealthCheck.newBuilder()
                .setTimeout(second)
                .setInterval(second)
                .setNoTrafficInterval(tenth)
                .setNoTrafficHealthyInterval(second)
                .setUnhealthyInterval(tenth)
                .setUnhealthyEdgeInterval(tenth)
                .setUnhealthyThreshold(UInt32Value.of(STUMBLES))
                .setHealthyThreshold(UInt32Value.of(1))
                .setTransportSocketMatchCriteria(PLAIN)
                .setHttpHealthCheck(HttpHealthCheck.newBuilder().setPath(path(dependency)))
                .build());
    }

    /** Without it a check would speak the TLS of its cluster, and every endpoint would be cut off for ever. */
    static TransportSocketMatch socket() {
        return TransportSocketMatch.newBuilder()
                .setName(NAME)
                .setMatch(PLAIN)
                .setTransportSocket(TransportSocket.newBuilder()
                        .setName("envoy.transport_sockets.raw_buffer")
                        .setTypedConfig(HttpManager.packed(RawBuffer.getDefaultInstance())))
                .build();
    }
}
