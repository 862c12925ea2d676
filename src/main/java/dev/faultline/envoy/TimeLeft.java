package dev.faultline.envoy;

import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;

/**
 * What servers are told of the time that is left for a call, in x-envoy-expected-rq-timeout-ms: the sidecar there believes it.
 * A host outside need not know, and gRPC has a way of its own. Envoy's router tells it or says nothing at all, so what else it
 * says then is taken away again. Source: Envoy, Router.suppress_envoy_headers.
 */
final class TimeLeft {
    private TimeLeft() {}

    static boolean isTold(Leg leg, Leg.Handling.Http http) {
        return http.version() != Leg.Version.GRPC && !(leg.destination() instanceof Leg.Destination.Host);
    }

    static HttpFilter router() {
        return HttpManager.filter(HttpManager.ROUTER, Router.getDefaultInstance());
    }

    static void keepFromCaller(VirtualHost.Builder host) {
        host.addResponseHeadersToRemove("x-envoy-upstream-service-time");
    }

    /** A server that is called by an alias would be told the alias, and no route can prevent it. */
    static List<HttpFilter> filters(Leg leg, Leg.Handling.Http http) {
        return isTold(leg, http) && http.hostHeader().isPresent()
                ? List.of(
                        HttpManager.filter(
                                HttpManager.MUTATION,
                                HeaderMutation.newBuilder()
                                        .setMutations(Mutations.newBuilder()
                                                .addRequestMutations(HttpManager.removed("x-envoy-original-host")))
                                        .build()),
                        HttpManager.filter("envoy.filters.http.upstream_codec", UpstreamCodec.getDefaultInstance()))
                : List.of();
    }
}
