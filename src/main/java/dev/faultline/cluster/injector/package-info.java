/**
 * What the leader keeps in the cluster so that new pods are sent to the webhook, and find the authority that they are
 * to trust. Which namespaces that concerns is decided elsewhere.
 */
@NullMarked
package dev.faultline.cluster.injector;

import org.jspecify.annotations.NullMarked;
