package dev.faultline.probe.shallow;

/** What the kubelet asks a container. */
public sealed interface Question {
    /** @param path with its query; 2xx is good */
    record Http(String path) implements Question {}

    /** The gRPC health service, asked about the server as a whole. */
    record Grpc() implements Question {}

    /** Whether the port accepts a connection. */
    record Tcp() implements Question {}

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
