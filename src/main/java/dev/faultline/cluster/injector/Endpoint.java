package dev.faultline.cluster.injector;

import java.net.URI;

/** Where the API server reaches the webhook. */
public sealed interface Endpoint {
    /** @param port the Service's, 1 to 65535 */
    record OfService(String namespace, String name, int port) implements Endpoint {}

    /** For an operator outside the cluster. */
    record OfUrl(URI url) implements Endpoint {}
}
