package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What goes together into a response. A refusal is of the whole response: beside a bad resource Envoy applies all good
 * clusters and listeners, but an arbitrary part of good endpoints and route configurations, so these go one by one.
 */
final class Packing {
    /** Bytes. Below what any gRPC client takes by default. */
    private static final int LARGEST = 1 << 20;

    private final boolean together;
    private final Gate gate;
    private final Set<Edition> singly = new HashSet<>();
    private String last = "";

    Packing(ResourceType type, Gate gate) {
        together = type == ResourceType.Cluster || type == ResourceType.Listener;
        this.gate = gate;
    }

    /** One of these was refused. */
    void singly(Collection<Resource> resources) {
        resources.stream().map(Edition::of).forEach(singly::add);
    }

    /** @param due sorted by name */
    Parcel pack(List<Resource> due, Set<String> gone) {
        singly.retainAll(due.stream().map(Edition::of).toList());
        var trusted = new ArrayList<Resource>();
        var left = LARGEST;
        for (var resource : due) {
            var size = resource.body().getSerializedSize();
            if (isTrusted(resource) && (trusted.isEmpty() || size <= left)) {
                trusted.add(resource);
                left -= size;
            }
        }
        return due.isEmpty() || !trusted.isEmpty() || !gone.isEmpty()
                ? new Parcel(trusted, gone)
                : new Parcel(List.of(turn(due)), gone);
    }

    private boolean isTrusted(Resource resource) {
        return together && !singly.contains(Edition.of(resource)) && !gate.isSuspect(resource);
    }

    /** The one after the last, so that one that changes all the time does not hold up the others. */
    private Resource turn(List<Resource> due) {
        var next = due.stream()
                .filter(resource -> resource.name().compareTo(last) > 0)
                .findFirst()
                .orElseGet(due::getFirst);
        last = next.name();
        return next;
    }
}
