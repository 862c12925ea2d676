package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.WordIndex;
import dev.faultline.cluster.traffic.ProxyReader;
import dev.faultline.cluster.traffic.TrafficCaches;
import dev.faultline.controller.Interest.Topic.OfNamespace;
import dev.faultline.controller.Interest.Topic.OfService;
import dev.faultline.controller.Interest.Topic.OfWorkload;
import dev.faultline.controller.Interest.Topic.Zones;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.reference.Problem;
import dev.faultline.envoy.reference.ReferenceCheck;
import dev.faultline.policy.target.Claimant;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.ProxyState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** For as long, what has come further is not told: while a change is under way, telling of each would slow it down. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Caches caches;
    private final TrafficCaches traffic;
    private final Neighbourhood neighbourhood;
    private final Fleet fleet;
    private final ProxyReader reader;
    private final Configurations configurations;
    private final Consumer<Proxy> news;
    private final WordIndex<Interest.Topic, Interest> interests = new WordIndex<>(Interest::place, Interest::topics);
    private final Set<Proxy> waiting = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Proxy> queue = new LinkedBlockingQueue<>();
    private final Departures departures = new Departures(Departures.NOTICE, this::refresh);
    private volatile Set<String> zones = Set.of();
    private Optional<Thread> worker = Optional.empty();

    /**
     * @param bypassed whether every sidecar is to be plain pass-through
     * @param addressing of the pods
     * @param clusterDomain such as {@code cluster.local}
     * @param news told of a proxy that has come further, or left
     */
    public record Terms(boolean bypassed, Addressing addressing, String clusterDomain, Consumer<Proxy> news) {}

    public Sidecars(Caches caches, TrafficCaches traffic, Neighbourhood neighbourhood, Fleet fleet, Terms terms) {
        this.caches = caches;
        this.traffic = traffic;
        this.neighbourhood = neighbourhood;
        this.fleet = fleet;
        this.configurations = new Configurations(
                traffic,
                traffic::endpoints,
                new ReferenceCheck(fleet.mentions()),
                new Configurations.Terms(terms.bypassed(), terms.addressing(), terms.clusterDomain()));
        this.news = new Gathering<>(terms.news(), PAUSE);
        this.reader = new ProxyReader(caches, traffic);
    }

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
            departures.see(proxy, pod);
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
            caches.pod(proxy.namespace(), proxy.pod(), proxy.uid()).ifPresent(pod -> departures.see(proxy, pod));
            refresh(proxy);
        }
    }

    @Override
    public void changed(Proxy proxy) {
        news.accept(proxy);
    }

    @Override
    public void told(Proxy proxy, boolean notable) {
        if (notable) {
            news.accept(proxy);
        }
    }

    @Override
    public void left(Proxy proxy) {
        interests.remove(new Interest(proxy, Set.of()));
        departures.forget(proxy);
        news.accept(proxy);
    }

    /** Each proxy waits at most once; what happens in the meantime is in what it then gets. */
    private void refresh(Proxy proxy) {
        if (waiting.add(proxy)) {
            queue.add(proxy);
        }
    }

    private void refreshAll(Interest.Topic topic) {
        interests.under(topic).map(Interest::proxy).forEach(this::refresh);
    }

    private void work(Neighbourhood.Policies policies) {
        var batch = new ArrayList<Proxy>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch);
                waiting.removeAll(Set.copyOf(batch));
                var made = configurations.with(zones);
                batch.forEach(proxy -> refresh(proxy, policies, made));
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(Proxy proxy, Neighbourhood.Policies policies, Configurations.Batch made) {
        try {
            reader.read(proxy, policies).ifPresent(situation -> {
                interests.put(Interest.of(proxy, situation));
                give(proxy, made.of(departures.isDue(proxy) ? situation.ending() : situation));
            });
        } catch (RuntimeException e) {
            try (var _ = LogScope.of(LogKeys.NAMESPACE, proxy.namespace()).and(LogKeys.POD, proxy.pod())) {
                LOG.error("A sidecar keeps its last configuration: the new one could not be made", e);
            }
        }
    }

    private void give(Proxy proxy, Configurations.Made made) {
        switch (made) {
            case Configurations.Made.Fit(var config) -> fleet.publish(proxy, config);
            case Configurations.Made.Unfit(var problems, var passThrough) -> {
                problems.forEach(problem -> log(proxy, problem));
                fleet.withhold(proxy, problems.stream().map(Sidecars::told).toList(), passThrough);
            }
        }
    }

    private static void log(Proxy proxy, Problem problem) {
        try (var _ = LogScope.of(LogKeys.NAMESPACE, proxy.namespace())
                .and(LogKeys.POD, proxy.pod())
                .and(LogKeys.ENVOY_RESOURCE, problem.type() + "/" + problem.resource())
                .and(LogKeys.CAUSE, problem.message())) {
            LOG.error("A sidecar keeps its last configuration: the new one is wrong and is not sent");
        }
    }

    private static ProxyState.Rejection told(Problem problem) {
        return new ProxyState.Rejection(problem.type(), problem.resource(), "not sent: " + problem.message());
    }

    @Override
    public void close() {
        worker.ifPresent(Thread::interrupt);
    }
}
