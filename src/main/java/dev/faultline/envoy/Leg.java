package dev.faultline.envoy;

import java.time.Duration;
import java.util.Optional;

/**
 * One address and port that the sidecar listens on in place of a host, and where it takes the calls.
 *
 * @param host what the captured host is known by, such as {@code inventory.shop}
 * @param address a loopback address of the pod
 * @param port 1 to 65535
 */
public record Leg(String host, String address, int port, Destination destination, Handling handling) {

    /**
     * Silence after which a TCP connection ends where nobody says otherwise. With a policy and without one it is the same,
     * or the coming and going of a policy would cut connections. Source: Envoy TcpProxy.idle_timeout.
     */
    public static final Duration TCP_IDLE = Duration.ofHours(1);

    /** Names the listener, its routes and, without dots, its cluster. The same with and without a policy. */
    public String name() {
        return host + ":" + port;
    }

    /** Envoy's statistics split a name at its dots. Host names have no underscores, so none of these meet. */
    String clusterName() {
        return host.replace('.', '_') + "_" + port;
    }

    /** The same in a pod whose application is told the deadlines of requests, and may pass them on. */
    public Leg withDeadlines() {
        return handling instanceof Handling.Http(var version, var terms, var hostHeader, var _)
                ? new Leg(host, address, port, destination, new Handling.Http(version, terms, hostHeader, true))
                : this;
    }

    /** Where calls go. */
    public sealed interface Destination {
        /** The pods behind a Service, each by itself. @param name of the endpoints resource */
        record Pods(String name) implements Destination {}

        /** An address that somebody else spreads over pods, as kube-proxy does. @param address an IP address */
        record Fixed(String address, int port) implements Destination {}

        /** A host that the sidecar resolves. @param tls empty where bytes are passed on as they come */
        record Host(String name, int port, Optional<Tls> tls) implements Destination {}

        /** Nothing is there; calls are refused. */
        record Nowhere() implements Destination {}
    }

    /**
     * TLS that the sidecar speaks for the application.
     *
     * @param caFile of the authority that is trusted, in the sidecar
     */
    public record Tls(String caFile) {}

    /** What is done to calls. */
    public sealed interface Handling {
        /** Nothing, as though there were no sidecar. */
        record PassThrough() implements Handling {}

        record Tcp(Terms terms) implements Handling {}

        /**
         * @param hostHeader what the request is to say instead of the alias that the application calls
         * @param hasDeadline whether a call may say until when it is wanted
         */
        record Http(Version version, Terms terms, Optional<String> hostHeader, boolean hasDeadline)
                implements Handling {}
    }

    /** What is spoken. */
    public enum Version {
        HTTP1,
        HTTP2,
        GRPC
    }

    /**
     * The terms of one dependency.
     *
     * @param dependency its name in the policy, a DNS label
     * @param connectTimeout limit for a connection, 1 ms to 1 h. Source: Envoy Cluster.connect_timeout
     * @param timeout limit for a call with all its retries; zero for none. Source: Envoy RouteAction.timeout
     * @param idleTimeout limit for silence, 1 s to 24 h. Source: Envoy RouteAction.idle_timeout, TcpProxy.idle_timeout
     * @param retry empty for one more try where the server has not begun
     * @param substitute what is answered when it fails; empty where the failure is passed on. HTTP alone
     * @param told what is told of each call
     */
    public record Terms(
            String dependency,
            Duration connectTimeout,
            Duration timeout,
            Duration idleTimeout,
            Optional<Retry> retry,
            Breaker breaker,
            Optional<Substitute> substitute,
            Signals told) {}
}
