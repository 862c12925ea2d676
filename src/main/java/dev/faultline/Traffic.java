package dev.faultline;

import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.injector.Endpoint;
import dev.faultline.cluster.injector.Injector;
import dev.faultline.cluster.injector.Wish;
import dev.faultline.cluster.probe.GateReader;
import dev.faultline.cluster.traffic.AdmissionReader;
import dev.faultline.cluster.traffic.TokenReviews;
import dev.faultline.cluster.traffic.TrafficCaches;
import dev.faultline.controller.Sidecars;
import dev.faultline.controller.Watches;
import dev.faultline.controller.probe.ProbeWatches;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.inlet.Fronts;
import dev.faultline.telemetry.Metrics;
import dev.faultline.webhook.Injection;
import dev.faultline.webhook.PodAdmission;
import dev.faultline.webhook.WarmUp;
import dev.faultline.webhook.WebhookServer;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.XdsServer;
import dev.faultline.xds.peer.PeerGate;
import dev.faultline.xds.peer.PeerService;
import dev.faultline.xds.peer.Peers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.ServerInterceptors;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/** Everything that sidecars need of the operator, on every replica: started and stopped in this order. */
@Singleton
final class Traffic {
    private static final int HTTPS = 443;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    /** Nodes hear of a pod that ends a moment later than the pod does, and send it new calls meanwhile. */
    private static final Duration UNTIL_ALL_NODES_KNOW = Duration.ofSeconds(2);

    private static final Duration QUIET = Duration.ofMillis(100);

    private final Settings settings;
    private final Caches caches;
    private final Watches watches;
    private final ProbeWatches probes;
    private final TrafficCaches traffic;
    private final Certificates certificates;
    private final Injector injector;
    private final Fleet fleet;
    private final Sidecars sidecars;
    private final XdsServer xds;
    private final WebhookServer webhook;
    private final Peers peers;
    private volatile boolean leading;
    private volatile Set<String> injected = Set.of();

    Traffic(
            Settings settings,
            KubernetesClient client,
            Caches caches,
            Neighbourhood neighbourhood,
            Watches watches,
            ProbeWatches probes,
            GateReader gates,
            Fleet fleet,
            Certificates certificates,
            Peers peers,
            ScheduledExecutorService timer,
            Metrics metrics,
            Vertx vertx) {
        var terms = settings.sidecars();
        this.settings = settings;
        this.caches = caches;
        this.watches = watches;
        this.probes = probes;
        this.fleet = fleet;
        traffic = new TrafficCaches(client);
        this.certificates = certificates;
        this.peers = peers;
        injector = new Injector(
                client, new Injector.Terms(settings.namespace(), endpoint(settings), this::wish), certificates);
        sidecars = new Sidecars(
                caches,
                traffic,
                neighbourhood,
                fleet,
                new Sidecars.Terms(
                        terms.bypass(),
                        terms.injected().addressing(),
                        terms.injected().clusterDomain(),
                        watches::sidecarChanged));
        var identities = new TokenReviews(client, caches);
        xds = new XdsServer(
                XdsServer.Settings.on(terms.xdsPort()),
                fleet,
                identities,
                metrics,
                ServerInterceptors.intercept(
                        new PeerService(fleet, timer).definition(), new PeerGate(identities, settings.namespace())));
        var reader = new AdmissionReader(caches, traffic, settings.namespace(), injector::hasAuthority);
        webhook = new WebhookServer(
                vertx,
                WebhookServer.Place.everywhere(terms.webhookPort()),
                new PodAdmission(
                        new Injection(
                                new Injection.Readers(reader, gates), watches::policies, probes::in, terms.injected()),
                        metrics));
    }

    private static Endpoint endpoint(Settings settings) {
        return settings.sidecars()
                .webhookUrl()
                .<Endpoint>map(Endpoint.OfUrl::new)
                .orElseGet(() -> new Endpoint.OfService(settings.namespace(), SidecarsSettings.WEBHOOK_SERVICE, HTTPS));
    }

    private Wish wish() {
        var serve = new HashSet<>(watches.enforcedNamespaces());
        serve.addAll(probes.enforcedNamespaces());
        return new Wish(serve, caches.injectedNamespaces());
    }

    /** The other caches are filled, and the policies are known. */
    void start(Metrics metrics) {
        var patience = settings.cacheSyncTimeout();
        metrics.watchProxies(fleet::connected);
        WarmUp.run(settings.sidecars().injected());
        traffic.start(patience);
        certificates.start(patience);
        injector.start(patience);
        watches.policies().ifPresent(sidecars::start);
        watches.listen(sidecars::policyChanged);
        watches.listen(_ -> injector.wake());
        probes.listen(injector::wake);
        injector.listen(watches::wakeNamespace);
        watches.follow(traffic);
        traffic.listenToDefinitions(watches::serviceChanged);
        traffic.listenToBarriers(watches::barrierChanged);
        traffic.listenToNamespaces(watches::wakeNamespace);
        caches.listen(this::podsChanged);
        traffic.listenToServices(service -> {
            if (service.equals(new Place(settings.namespace(), SidecarsSettings.XDS_SERVICE))) {
                followPeers();
            }
        });
        try {
            xds.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        certificates
                .xds()
                .listen(keyring ->
                        xds.use(keyring.leaf().chain(), keyring.leaf().key()));
        certificates.webhook().listen(webhook::show);
    }

    /** The authority stays in a namespace for as long as one of its pods has a sidecar. */
    private void podsChanged(Cached.Change change) {
        if (change.states().getLast() instanceof Pod) {
            var now = caches.injectedNamespaces();
            if (!now.equals(injected)) {
                injected = now;
                injector.wake();
            }
        }
    }

    void lead() {
        certificates.lead();
        injector.lead();
        leading = true;
        followPeers();
    }

    /** Who reports on all sidecars must hear of those that are connected elsewhere. */
    private void followPeers() {
        if (leading) {
            peers.follow(traffic.addresses(new Place(settings.namespace(), SidecarsSettings.XDS_SERVICE)));
        }
    }

    /** What sidecars and probes ask for addresses. */
    TrafficCaches caches() {
        return traffic;
    }

    /** The Services of the cluster, as far as they are known yet. */
    KnownServices services() {
        return traffic;
    }

    /** What stands between pods and their callers, as far as it is known yet. */
    Fronts fronts() {
        return traffic;
    }

    /** Whether every sidecar of a namespace is to pass all on. */
    boolean isBypassed(String namespace) {
        return settings.sidecars().bypass() || traffic.isBypassed(namespace);
    }

    /** Whether pods of a namespace get no sidecar, since a ConfigMap of somebody else bears our name there. */
    boolean isAuthorityTaken(String namespace) {
        return injector.foreign().contains(namespace);
    }

    /** For how long the new pods of a namespace have been sent to the webhook; empty when they are not. */
    Optional<Duration> injecting(String namespace) {
        return injector.injecting(namespace);
    }

    /** What keeps this replica from serving new pods and sidecars. */
    Optional<String> missing() {
        if (!traffic.isSynced()) {
            return Optional.of("caches of Services are not filled");
        }
        return webhook.isListening() ? Optional.empty() : Optional.of("the webhook has no certificate yet");
    }

    /** Nothing is written after this has returned. */
    void stopWriting() {
        leading = false;
        injector.close();
        certificates.close();
        peers.close();
    }

    void stop() {
        webhook.close(settings.sidecars().webhookUrl().isPresent() ? QUIET : UNTIL_ALL_NODES_KNOW, LAST_ANSWERS);
        sidecars.close();
        xds.close();
        traffic.close();
    }
}
