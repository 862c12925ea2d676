package dev.faultline.envoy;

import java.util.Arrays;

/** The ports that the sidecar takes in a pod, all of them, so that nobody else uses one. */
public enum SidecarPort {
    /** Envoy's own interface, on 127.0.0.1 only. */
    ADMIN(15500),
    INBOUND_FIRST(15506),
    INBOUND_LAST(15509),
    /** Answers 200 once the configuration is there. */
    READY(15521),
    /** Metrics, at /stats/prometheus. */
    PROMETHEUS(15590),
    /** Tells the sidecar's own health checks which dependencies are to be cut off, on 127.0.0.1 only. */
    HEALTH_SWITCH(15599);

    private final int number;

    SidecarPort(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Whether it is one at which the sidecar takes requests to the pod. */
    public static boolean isInbound(int port) {
        return port >= INBOUND_FIRST.number && port <= INBOUND_LAST.number;
    }

    /** Whether a port is one of the sidecar's. */
    public static boolean isOurs(int port) {
        return isInbound(port) || Arrays.stream(values()).anyMatch(ours -> ours.number == port);
    }
}
