package dev.faultline.envoy.inbound;

import dev.faultline.envoy.Received;
import java.util.Optional;

/**
 * What the resources of an inlet are called. Names of ports and classes have letters, digits and single dashes, and hosts
 * no two dots in a row: none of these meets a name of a leg, nor two of them each other.
 */
record Names(String port) {
    /** Names the listener and its routes. */
    String listener() {
        return "inbound:" + port;
    }

    /** The cluster of all requests that have none of their own. */
    String cluster() {
        return "inbound__" + port;
    }

    String cluster(String requestClass) {
        return cluster() + "__" + requestClass;
    }

    String probes() {
        return "probes__" + port;
    }

    /** Begins what is counted of the port. */
    String statistics() {
        return Received.PREFIX + port;
    }

    String statistics(String requestClass) {
        return statistics() + "_" + requestClass;
    }

    /** What is counted of requests with the same routes. */
    String routeStatistics(Optional<String> requestClass) {
        return requestClass.orElse(Received.UNCLASSIFIED);
    }
}
