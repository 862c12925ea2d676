package dev.faultline.cluster.injector;

import java.util.Set;

/**
 * For which namespaces something is to be kept.
 *
 * @param serve whose new pods are to be sent to the webhook
 * @param keep where pods live that have their sidecar already, whether or not new ones are to get one
 */
public record Wish(Set<String> serve, Set<String> keep) {
    public Wish {
        serve = Set.copyOf(serve);
        keep = Set.copyOf(keep);
    }
}
