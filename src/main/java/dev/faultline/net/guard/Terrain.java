package dev.faultline.net.guard;

import java.net.InetAddress;

/** What is known of the cluster's addresses. */
@FunctionalInterface
public interface Terrain {
    Standing of(InetAddress address);
}
