package dev.faultline.envoy.trace;

/**
 * Where spans are sent, and how many traces are begun here.
 *
 * @param samplePermille traces that are recorded of each 1000 that nobody has begun, 0 to 1000
 * @param host of an OpenTelemetry collector, a name or an IPv4 address
 * @param port where it takes OTLP over gRPC without TLS, 1 to 65535
 */
public record Tracing(int samplePermille, String host, int port) {
    /** Of the collector. No host has two underscores, so it is no dependency's. */
    public static final String CLUSTER = "traces__collector";
}
