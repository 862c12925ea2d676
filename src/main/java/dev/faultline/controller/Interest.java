package dev.faultline.controller;

import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.traffic.ProxyReader.Situation;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.target.Workload;
import dev.faultline.xds.Proxy;
import java.util.HashSet;
import java.util.Set;

/** What a proxy depends on, so that a change is asked of those alone that it concerns. */
record Interest(Proxy proxy, Set<Topic> topics) {
    /** What may change. */
    sealed interface Topic {
        record Zones() implements Topic {}

        record OfNamespace(String namespace) implements Topic {}

        record OfWorkload(String namespace, Workload.Key key) implements Topic {}

        record OfService(Place service) implements Topic {}
    }

    static Interest of(Proxy proxy, Situation situation) {
        var topics = new HashSet<Topic>();
        topics.add(new Topic.Zones());
        topics.add(new Topic.OfNamespace(proxy.namespace()));
        situation.workload().ifPresent(key -> topics.add(new Topic.OfWorkload(proxy.namespace(), key)));
        situation.capture().hosts().forEach(host -> {
            if (host.destination() instanceof Capture.Destination.Service(var namespace, var name)) {
                topics.add(new Topic.OfService(new Place(namespace, name)));
            }
        });
        return new Interest(proxy, topics);
    }

    /** A pod that has taken over a name is another one. */
    Place place() {
        return new Place(proxy.namespace(), proxy.uid());
    }
}
