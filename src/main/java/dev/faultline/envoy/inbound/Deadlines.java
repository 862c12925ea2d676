package dev.faultline.envoy.inbound;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.faultline.envoy.CallLog;
import dev.faultline.envoy.DeadlineScript;
import dev.faultline.envoy.Durations;
import dev.faultline.envoy.HttpManager;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.LogLine;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
import java.time.Duration;

/**
 * How long requests may take. What the caller says of the time left is kept before Envoy, which trusts nobody, strips it;
 * then it is cut, told to the router as the limit of this request, and to the application as a moment in time: only within
 * one pod is there one clock. Source: Envoy x-envoy-expected-rq-timeout-ms, Lua filter.
 */
final class Deadlines {
    /** What the caller said of the milliseconds left, within the sidecar. */
    static final String KEPT = "x-faultline-hop-ms";

    private static final String SAID = "x-envoy-expected-rq-timeout-ms";
    private static final String WHEN_ABSENT = "when_absent_ms";
    private static final String MAX = "max_ms";

    private Deadlines() {}

    /** A deadline of another pod's clock is none. */
    static TypedExtensionConfig keptBefore() {
        return TypedExtensionConfig.newBuilder()
                .setName(KEPT)
                .setTypedConfig(HttpManager.packed(HeaderMutation.newBuilder()
                        .addMutations(HttpManager.removed(DeadlineScript.HEADER))
                        .addMutations(HttpManager.removed(KEPT))
                        .addMutations(HttpManager.copied(SAID, KEPT))
                        .build()))
                .build();
    }

    /** It has a script that only routes with a deadline run. */
    static HttpFilter filter(Leg.Version version) {
        // What is written matters to no route; but the limit of a stream is read anew.
        return DeadlineScript.filter(script(version), version == Leg.Version.GRPC);
    }

    /** What the script reads, under the name of its filter. */
    static Struct limits(Deadline deadline) {
        var limits = Struct.newBuilder();
        deadline.whenAbsent().ifPresent(limit -> limits.putFields(WHEN_ABSENT, millis(limit)));
        deadline.max().ifPresent(limit -> limits.putFields(MAX, millis(limit)));
        return limits.build();
    }

    /** The end of a route's timeout would be told as UNAVAILABLE, which callers try again. */
    static MaxStreamDuration ofGrpc(Deadline deadline) {
        var limit = MaxStreamDuration.newBuilder()
                .setGrpcTimeoutHeaderMax(Durations.of(deadline.max().orElse(Duration.ZERO)));
        deadline.whenAbsent().ifPresent(span -> limit.setMaxStreamDuration(Durations.of(span)));
        return limit.build();
    }

    private static Value millis(Duration span) {
        return Value.newBuilder().setNumberValue(span.toMillis()).build();
    }

    private static String script(Leg.Version version) {
        var script = switch (version) {
            case HTTP1, HTTP2 -> HTTP;
            case GRPC -> GRPC;
        };
        return (COMMON + script)
                .replace("<kept>", KEPT)
                .replace("<deadline>", DeadlineScript.HEADER)
                .replace("<when_absent>", WHEN_ABSENT)
                .replace("<max>", MAX)
                .replace("<namespace>", CallLog.NAMESPACE)
                .replace("<note>", LogLine.DEADLINE);
    }

    /** Numbers are digits alone, at most ten of them: more would be no milliseconds that anybody waits. */
    private static final String COMMON = """
            local function whole(text)
              local digits = string.match(text or "", "^%d+$")
              if digits == nil then return nil end
              return tonumber(string.sub(digits, 1, 10))
            end

            local function cut(handle, left)
              local limits = handle:metadata()
              if left == nil or left <= 0 then left = limits:get("<when_absent>") end
              local max = limits:get("<max>")
              if left ~= nil and max ~= nil and left > max then left = max end
              return left
            end

            local function tell(handle, left)
              handle:headers():replace("<deadline>", string.format("%.0f", handle:timestamp() + left))
              handle:streamInfo():dynamicMetadata():set("<namespace>", "<note>", left)
            end

            """;

    /** A stream of events may last. */
    private static final String HTTP = """
            function envoy_on_request(handle)
              local headers = handle:headers()
              if string.find(headers:get("accept") or "", "text/event-stream", 1, true) then return end
              local left = cut(handle, whole(headers:get("<kept>")))
              if left == nil then return end
              headers:replace("x-envoy-upstream-rq-timeout-ms", string.format("%d", left))
              tell(handle, left)
            end
            """;

    /** Source: gRPC over HTTP/2, Timeout. */
    private static final String GRPC = """
            local units = {H = 3600000, M = 60000, S = 1000, m = 1, u = 0.001, n = 0.000001}

            local function timeout(text)
              local digits, unit = string.match(text or "", "^(%d+)([HMSmun])$")
              if digits == nil or #digits > 8 then return nil end
              return math.ceil(tonumber(digits) * units[unit])
            end

            function envoy_on_request(handle)
              local headers = handle:headers()
              local left = timeout(headers:get("grpc-timeout"))
              local kept = whole(headers:get("<kept>"))
              if kept ~= nil and kept > 0 and (left == nil or left <= 0 or kept < left) then left = kept end
              left = cut(handle, left)
              if left == nil then return end
              headers:replace("grpc-timeout", string.format("%dm", left))
              tell(handle, left)
            end
            """;
}
