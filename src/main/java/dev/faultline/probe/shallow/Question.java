package dev.faultline.probe.shallow;

import dev.faultline.probe.Aim;
import java.util.Set;

/** What the kubelet asks a container. */
public sealed interface Question {
    /** @param path with its query; 2xx is good */
    record Http(String path) implements Question {}

    /** The gRPC health service, asked about the server as a whole. */
    record Grpc() implements Question {}

    /** Whether the port accepts a connection. */
    record Tcp() implements Question {}

    /**
     * The question as the operator asks it. Of redirects the kubelet follows those that stay on the host, and where they
     * lead is not known, so what was seen is an answer of 2xx alone.
     *
     * @param host an address without brackets
     */
    default Aim at(String host, int port) {
        return switch (this) {
            case Http(var path) ->
                new Aim.Http("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path, Set.of());
            case Grpc _ -> new Aim.Grpc(new Aim.Address(host, port), "");
            case Tcp _ -> new Aim.Tcp(new Aim.Address(host, port));
        };
    }

    /**
     * The question as it is told from others in a status: a change of path, port or preset makes another one of it.
     *
     * @param port as written, a name or a number
     */
    default String asked(String port) {
        return switch (this) {
            case Http(var path) -> "HTTP " + port + " " + path;
            case Grpc _ -> "gRPC " + port;
            case Tcp _ -> "TCP " + port;
        };
    }
}
