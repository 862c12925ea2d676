package dev.faultline.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.time.Duration;

/**
 * The moment until which a call is wanted: the application passes on what its own sidecar told it of the request that it works
 * on. The call gets no more than the time that is left by then, and is not made when none is. Nothing that Envoy has can
 * compute that but Lua, which costs each call some ten microseconds; so the filter is only in pods whose sidecar tells of
 * deadlines, and its script only on routes of calls, not of streams. Source: Envoy Lua filter.
 */
final class CallDeadline {
    private static final String TIMEOUT = "timeout_ms";

    /** Not a number, or one of more digits than such a moment has in thousands of years: as though nothing was said. */
    private static final String COMMON = """
            local function time_left(handle)
              local moment = string.match(handle:headers():get("<header>") or "", "^%d+$")
              if moment == nil or #moment > 15 then return nil end
              local left = tonumber(moment) - handle:timestamp()
              handle:streamInfo():dynamicMetadata():set("<namespace>", "<note>", math.max(left, 0))
              if left < 1 then
                handle:respond({[":status"] = "504"}, "the deadline of the request has passed")
                return nil
              end
              return left
            end

            """;

    /** Source: Envoy, router, x-envoy-upstream-rq-timeout-ms. */
    private static final String HTTP = """
            function envoy_on_request(handle)
              local left = time_left(handle)
              if left ~= nil and left < handle:metadata():get("<timeout>") then
                handle:headers():replace("x-envoy-upstream-rq-timeout-ms", string.format("%d", left))
              end
            end
            """;

    /**
     * Envoy has already written there, in milliseconds, the least of what the caller and the policy say; it looks again when
     * it looks for the route, and that it does when the metadata of the route are asked for.
     */
    private static final String GRPC = """
            function envoy_on_request(handle)
              local left = time_left(handle)
              if left == nil then return end
              local limit = string.match(handle:headers():get("grpc-timeout") or "", "^(%d+)m$")
              if limit == nil or left < tonumber(limit) then
                handle:headers():replace("grpc-timeout", string.format("%dm", left))
                handle:clearRouteCache()
                handle:metadata()
              end
            end
            """;

    private CallDeadline() {}

    /** Runs on no route by itself. */
    static HttpFilter filter(Leg.Version version) {
        // No route asks for what is written.
        return DeadlineScript.filter(script(version), false);
    }

    /** @param timeout of the route, not zero but with gRPC */
    static void onto(Route.Builder route, Leg.Version version, Duration timeout) {
        route.putTypedPerFilterConfig(DeadlineScript.FILTER, DeadlineScript.on());
        if (version != Leg.Version.GRPC) {
            route.getMetadataBuilder().putFilterMetadata(DeadlineScript.FILTER, limit(timeout));
        }
    }

    private static Struct limit(Duration timeout) {
        return Struct.newBuilder()
                .putFields(
                        TIMEOUT,
                        Value.newBuilder().setNumberValue(timeout.toMillis()).build())
                .build();
    }

    private static String script(Leg.Version version) {
        var script = switch (version) {
            case HTTP1, HTTP2 -> HTTP;
            case GRPC -> GRPC;
        };
        return (COMMON + script)
                .replace("<header>", DeadlineScript.HEADER)
                .replace("<timeout>", TIMEOUT)
                .replace("<namespace>", CallLog.NAMESPACE)
                .replace("<note>", LogLine.DEADLINE);
    }
}
