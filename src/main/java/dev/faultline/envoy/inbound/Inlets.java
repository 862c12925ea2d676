package dev.faultline.envoy.inbound;

import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Resource;
import java.util.ArrayList;
import java.util.List;

/** What a sidecar is to have for the requests that its pod receives. */
public final class Inlets {
    private Inlets() {}

    /** @param addressing of the pod, on whose addresses requests arrive */
    public static List<Resource> resources(List<Inlet> inlets, Addressing addressing) {
        var resources = new ArrayList<Resource>();
        for (var inlet : inlets) {
            resources.add(Entrance.of(inlet, addressing));
            resources.add(Reception.of(inlet));
            resources.addAll(Bulkheads.of(inlet));
        }
        return List.copyOf(resources);
    }
}
