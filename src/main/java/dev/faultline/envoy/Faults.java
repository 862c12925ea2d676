package dev.faultline.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import java.util.regex.Pattern;

/**
 * Every fault that may be switched on later, at 0 %. Only a runtime key switches it, and a key lapses when nobody renews
 * it: of all that is sent over xDS, nothing else ends a fault by itself.
 */
public final class Faults {
    static final String FILTER = "envoy.filters.http.fault";

    /** Requests that a fault may hold at once, so that a sidecar full of them still answers. */
    private static final int MOST_AT_ONCE = 100;

    private static final int ABORTED = 503;

    /** Dependencies have no dots in their names, zones may. */
    private static final Pattern KEY =
            Pattern.compile("fl[.](dep[.][^.]+[.](abort_percent|abort_status|delay_percent|delay_ms|blackhole)"
                    + "|zone[.].+[.]blackhole)");

    private Faults() {}

    static HttpFilter filter(String dependency) {
        var key = "fl.dep." + dependency + ".";
        var never = FractionalPercent.getDefaultInstance();
        return HttpManager.filter(
                FILTER,
                HTTPFault.newBuilder()
                        .setAbort(FaultAbort.newBuilder().setHttpStatus(ABORTED).setPercentage(never))
                        .setDelay(FaultDelay.newBuilder()
                                .setFixedDelay(Duration.newBuilder().setSeconds(1))
                                .setPercentage(never))
                        .setAbortPercentRuntime(key + "abort_percent")
                        .setAbortHttpStatusRuntime(key + "abort_status")
                        .setDelayPercentRuntime(key + "delay_percent")
                        .setDelayDurationRuntime(key + "delay_ms")
                        .setMaxActiveFaults(UInt32Value.of(MOST_AT_ONCE))
                        .build());
    }

    /** Whether it is the name of a runtime key that faults are switched by, those of {@link HealthSwitch} included. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** The layer without a fault. It does not lapse. */
    static Resource noFaults() {
        return Resource.of(
                ResourceType.RuntimeLayer,
                Bootstrap.RUNTIME_LAYER,
                Runtime.newBuilder().setName(Bootstrap.RUNTIME_LAYER).build());
    }
}
