package dev.faultline.xds.delta;

import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.HashSet;
import java.util.Set;

/** What a proxy has asked for, of one type. */
final class Subscription {
    private static final String ALL = "*";

    private final boolean knowsAll;
    private final Set<String> names = new HashSet<>();
    private boolean open;
    private boolean all;

    Subscription(ResourceType type) {
        knowsAll = type == ResourceType.Cluster || type == ResourceType.Listener;
    }

    void change(DeltaDiscoveryRequest request) {
        // The old way to ask for all. Source: xDS protocol, "How the client specifies what resources to return".
        all |= !open && request.getResourceNamesSubscribeCount() == 0;
        open = true;
        for (var name : request.getResourceNamesSubscribeList()) {
            if (name.equals(ALL)) {
                all = true;
            } else {
                names.add(name);
            }
        }
        for (var name : request.getResourceNamesUnsubscribeList()) {
            if (name.equals(ALL)) {
                all = false;
            } else {
                names.remove(name);
            }
        }
        all &= knowsAll;
    }

    /** Whether anything was ever asked. */
    boolean isOpen() {
        return open;
    }

    boolean isForAll() {
        return all;
    }

    boolean covers(String name) {
        return all || names.contains(name);
    }

    Set<String> names() {
        return names;
    }
}
