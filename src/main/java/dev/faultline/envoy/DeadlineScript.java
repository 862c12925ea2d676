package dev.faultline.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.Lua;
import io.envoyproxy.envoy.extensions.filters.http.lua.v3.LuaPerRoute;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/**
 * What reckons with deadlines, of calls as of requests: nothing else that Envoy has can. It runs on routes alone that ask for
 * it. Source: Envoy Lua filter.
 */
public final class DeadlineScript {
    public static final String FILTER = "envoy.filters.http.lua";

    /**
     * When the answer is no longer wanted, in milliseconds since 1970 by the clock of the pod, which means nothing in
     * another: the sidecar tells it to the application, and the application passes it on with its calls.
     */
    public static final String HEADER = "x-faultline-deadline";

    private static final String NAME = "deadline";

    private DeadlineScript() {}

    /**
     * Runs on no route by itself.
     *
     * @param source Lua
     * @param forgetsRoute whether the route is looked for again after a header was written
     */
    public static HttpFilter filter(String source, boolean forgetsRoute) {
        return HttpManager.filter(
                FILTER,
                Lua.newBuilder()
                        .putSourceCodes(
                                NAME,
                                DataSource.newBuilder().setInlineString(source).build())
                        .setClearRouteCache(BoolValue.of(forgetsRoute))
                        .build());
    }

    /** For routes on which it is to run. */
    public static Any on() {
        return HttpManager.packed(LuaPerRoute.newBuilder().setName(NAME).build());
    }
}
