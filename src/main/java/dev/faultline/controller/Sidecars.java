package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.index.WordIndex;
import dev.faultline.cluster.traffic.ProxyReader;
import dev.faultline.cluster.traffic.ProxyReader.Situation;
import dev.faultline.cluster.traffic.TrafficCaches;
import dev.faultline.envoy.EnvoyConfig;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.sidecar.InForce;
import dev.faultline.policy.sidecar.SidecarPlanner;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Workload;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Gives every connected proxy its configuration, on each replica and whoever leads. Reads caches alone. */
public final class Sidecars implements Fleet.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sidecars.class);

    private final Caches caches;
    private final TrafficCaches traffic;
    private final Neighbourhood neighbourhood;
    private final Fleet fleet;
    private final ProxyReader reader;
    private final boolean bypassed;
    private final Consumer<Proxy> news;
    private final WordIndex<Object, Interest> interests = new WordIndex<>(Interest::place, Interest::topics);
    private final Set<Proxy> waiting = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Proxy> queue = new LinkedBlockingQueue<>();
    private final Map<String, List<Call>> lastGood = new ConcurrentHashMap<>();
    private volatile Set<String> zones = Set.of();
    private Optional<Thread> worker = Optional.empty();

    /**
     * @param bypassed whether every sidecar is to be plain pass-through
     * @param news told of a proxy that has come further, or left
     */
    public record Terms(boolean bypassed, Consumer<Proxy> news) {}

    public Sidecars(Caches caches, TrafficCaches traffic, Neighbourhood neighbourhood, Fleet fleet, Terms terms) {
        this.caches = caches;
        this.traffic = traffic;
        this.neighbourhood = neighbourhood;
        this.fleet = fleet;
        this.bypassed = terms.bypassed();
        this.news = terms.news();
        this.reader = new ProxyReader(caches, traffic);
    }

    /** What a proxy depends on, so that a change is asked of those alone that it concerns. */
    private record Interest(Proxy proxy, Set<Object> topics) {
        /** A pod that has taken over a name is another one. */
        Place place() {
            return new Place(proxy.namespace(), proxy.uid());
        }
    }

    private record Zones() {}

    private record OfNamespace(String namespace) {}

    private record OfWorkload(String namespace, Workload.Key key) {}

    private record OfService(Place service) {}

    /** Begins; the caches are filled. */
    public void start(Neighbourhood.Policies policies) {
        zones = caches.zones();
        fleet.listen(this);
        caches.listen(this::changed);
        traffic.listenToServices(service -> refreshAll(new OfService(service)));
        traffic.listenToNamespaces(namespace -> refreshAll(new OfNamespace(namespace)));
        worker = Optional.of(Thread.ofVirtual().name("sidecars").start(() -> work(policies)));
    }

    /** A policy is new, changed or gone: the workloads that it claims get what is in force now. */
    public void policyChanged(ResiliencePolicy policy) {
        var namespace = policy.getMetadata().getNamespace();
        neighbourhood
                .claimed(namespace, Claimant.of(policy).claim())
                .forEach(workload -> refreshAll(new OfWorkload(namespace, workload.key())));
    }

    private void changed(Cached.Change change) {
        var now = change.states().getLast();
        switch (now) {
            case Pod pod -> podChanged(pod);
            case Deployment _ ->
                workloadChanged(change.states().stream()
                        .map(state -> Outline.of((Deployment) state))
                        .toList());
            case StatefulSet _ ->
                workloadChanged(change.states().stream()
                        .map(state -> Outline.of((StatefulSet) state))
                        .toList());
            case Node _ -> nodesChanged();
            default -> {
                // Nothing that a sidecar depends on.
            }
        }
    }

    /** One that comes or goes, or is another one of the same name, may select pods that were another's. */
    private void workloadChanged(List<Outline> states) {
        var now = states.getLast();
        var selectsTheSame = states.size() > 1 && states.getFirst().selector().equals(now.selector());
        refreshAll(selectsTheSame ? new OfWorkload(now.namespace(), now.key()) : new OfNamespace(now.namespace()));
    }

    private void podChanged(Pod pod) {
        var proxy = proxy(pod);
        if (isGone(proxy)) {
            fleet.dismiss(proxy);
        } else if (fleet.state(proxy).isPresent()) {
            refresh(proxy);
        }
    }

    private boolean isGone(Proxy proxy) {
        return caches.pod(proxy.namespace(), proxy.pod(), proxy.uid()).isEmpty();
    }

    private static Proxy proxy(HasMetadata pod) {
        var metadata = pod.getMetadata();
        return new Proxy(metadata.getNamespace(), metadata.getName(), metadata.getUid());
    }

    private void nodesChanged() {
        var now = caches.zones();
        if (!now.equals(zones)) {
            zones = now;
            refreshAll(new Zones());
        }
    }

    /** Its pod may have gone since its token was judged. */
    @Override
    public void connected(Proxy proxy) {
        if (isGone(proxy)) {
            fleet.dismiss(proxy);
        } else {
            refresh(proxy);
        }
    }

    @Override
    public void changed(Proxy proxy) {
        news.accept(proxy);
    }

    @Override
    public void left(Proxy proxy) {
        interests.remove(new Interest(proxy, Set.of()));
        news.accept(proxy);
    }

    /** Each proxy waits at most once; what happens in the meantime is in what it then gets. */
    private void refresh(Proxy proxy) {
        if (waiting.add(proxy)) {
            queue.add(proxy);
        }
    }

    private void refreshAll(Object topic) {
        interests.under(topic).map(Interest::proxy).forEach(this::refresh);
    }

    private void work(Neighbourhood.Policies policies) {
        var batch = new ArrayList<Proxy>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch);
                waiting.removeAll(Set.copyOf(batch));
                var made = new HashMap<Object, ProxyConfig>();
                batch.forEach(proxy -> refresh(proxy, policies, made));
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(Proxy proxy, Neighbourhood.Policies policies, Map<Object, ProxyConfig> made) {
        try {
            reader.read(proxy, policies).ifPresent(situation -> {
                interests.put(new Interest(proxy, topics(proxy, situation)));
                fleet.publish(proxy, configuration(situation, made));
            });
        } catch (RuntimeException e) {
            try (var _ = LogScope.of(LogKeys.NAMESPACE, proxy.namespace()).and(LogKeys.POD, proxy.pod())) {
                LOG.error("A sidecar keeps its last configuration: the new one could not be made", e);
            }
        }
    }

    private static Set<Object> topics(Proxy proxy, Situation situation) {
        var topics = new HashSet<Object>();
        topics.add(new Zones());
        topics.add(new OfNamespace(proxy.namespace()));
        situation.workload().ifPresent(key -> topics.add(new OfWorkload(proxy.namespace(), key)));
        situation.capture().hosts().forEach(host -> {
            if (host.destination() instanceof Capture.Destination.Service(var namespace, var name)) {
                topics.add(new OfService(new Place(namespace, name)));
            }
        });
        return topics;
    }

    private record Alike(Capture capture, List<Call> calls) {}

    /** The pods of a workload are alike, as a rule, and share one configuration. */
    private ProxyConfig configuration(Situation situation, Map<Object, ProxyConfig> made) {
        var calls = calls(situation);
        return made.computeIfAbsent(
                new Alike(situation.capture(), calls),
                _ -> EnvoyConfig.of(
                        new SidecarPlanner(traffic, zones).plan(situation.capture(), calls), traffic::endpoints));
    }

    private List<Call> calls(Situation situation) {
        var uid =
                situation.winner().map(policy -> policy.getMetadata().getUid()).orElse("");
        return switch (InForce.of(situation.winner(), bypassed || situation.bypassed())) {
            case InForce.Unreadable _ -> lastGood.getOrDefault(uid, List.of());
            case InForce.Calls(var calls) -> {
                lastGood.put(uid, calls);
                yield calls;
            }
        };
    }

    @Override
    public void close() {
        worker.ifPresent(Thread::interrupt);
    }
}
