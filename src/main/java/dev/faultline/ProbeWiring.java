package dev.faultline;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Events;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.cluster.gate.GateWriter;
import dev.faultline.cluster.index.Addresses;
import dev.faultline.cluster.probe.ClusterKeyring;
import dev.faultline.cluster.probe.ClusterTerrain;
import dev.faultline.cluster.probe.GateContest;
import dev.faultline.cluster.probe.GateReader;
import dev.faultline.cluster.probe.GateRivals;
import dev.faultline.cluster.probe.PodCensus;
import dev.faultline.cluster.probe.ProbeTargets;
import dev.faultline.cluster.probe.RunningPods;
import dev.faultline.controller.Failures;
import dev.faultline.controller.StatusPatch;
import dev.faultline.controller.gameday.RunWatches;
import dev.faultline.controller.gameday.sense.RunCauses;
import dev.faultline.controller.probe.Checkups;
import dev.faultline.controller.probe.GateKeeper;
import dev.faultline.controller.probe.Lookout;
import dev.faultline.controller.probe.PodRounds;
import dev.faultline.controller.probe.ProbeStatusWriter;
import dev.faultline.controller.probe.ProbeWatches;
import dev.faultline.controller.probe.Targets;
import dev.faultline.net.Dialler;
import dev.faultline.net.Names;
import dev.faultline.net.NetPodProber;
import dev.faultline.net.NetProber;
import dev.faultline.net.Rhythm;
import dev.faultline.net.guard.Terrain;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Prober;
import dev.faultline.probe.report.ProbeChange;
import dev.faultline.probe.report.ProbeReport;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.telemetry.Metric;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Says new, for probes. */
final class ProbeWiring {
    /** What is made when an answer is due, or an end: never the asking itself. */
    private final ScheduledExecutorService timer = timer("checks");

    static ScheduledExecutorService timer(String name) {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        // An end is called off for each answer that comes in time.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @Produces
    @Singleton
    Terrain terrain(KubernetesClient client, Caches caches, Settings settings, Instance<Traffic> traffic) {
        var own = new ClusterTerrain.Own(settings.namespace(), apiServer(client));
        return address -> new ClusterTerrain(caches, traffic.get().caches(), own).of(address);
    }

    /** Its Service and what is behind that are watched; a name that leads elsewhere is looked up once. */
    private static Set<InetAddress> apiServer(KubernetesClient client) {
        var host = URI.create(client.getConfiguration().getMasterUrl()).getHost();
        try {
            return Set.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return Set.copyOf(Addresses.read(host).stream().toList());
        }
    }

    @Produces
    @Singleton
    ClusterKeyring keyring(KubernetesClient client, Settings settings) {
        var keyring = new ClusterKeyring(client, settings.probes().credentialsNamespaces());
        keyring.start();
        return keyring;
    }

    void close(@Disposes ClusterKeyring keyring) {
        keyring.close();
    }

    @Produces
    @Singleton
    Dialler dialler(Settings settings, Terrain terrain) {
        var names =
                new Names(Names.Lookup::system, settings.sidecars().injected().clusterDomain());
        return new Dialler(names, terrain, settings.probes().allowance());
    }

    @Produces
    @Singleton
    PodCensus prober(Dialler dialler, Caches caches, Keyring keyring) {
        return new PodCensus(
                caches,
                new NetProber(
                        dialler,
                        keyring,
                        timer,
                        new NioEventLoopGroup(1, new DefaultThreadFactory("grpc-checks", true))));
    }

    @Produces
    @Singleton
    PodRounds rounds(Dialler dialler, Keyring keyring, Caches caches, Metrics metrics, Clock clock) {
        return new PodRounds(
                new NetPodProber(dialler, keyring, timer),
                new ProbeTargets(caches),
                (answer, taken) -> metrics.checked(word(answer), taken),
                clock);
    }

    /** Without the right to write a pod's condition no pod may wait for one. */
    @Produces
    @Singleton
    GateReader gateReader(Caches caches, GateContest contest, Leadership leadership, Settings settings) {
        return new GateReader(
                caches, () -> settings.probes().gates() ? leadership.leaseAge() : Optional.empty(), contest);
    }

    @Produces
    @Singleton
    GateContest contest(Caches caches, Instance<ProbeWatches> watches) {
        return new GateRivals(caches, namespace -> watches.get().in(namespace));
    }

    @Produces
    @Singleton
    GateKeeper gates(
            KubernetesClient client,
            Caches caches,
            GateContest contest,
            Leadership leadership,
            Settings settings,
            Clock clock) {
        return new GateKeeper(
                new Rhythm(timer),
                new GateWriter(Wiring.asksOnce(client), clock),
                new GateKeeper.World(
                        caches, leadership::isLeading, settings.probes().gates(), contest));
    }

    @Produces
    @Singleton
    StatusWriter<HealthProbe, HealthProbeStatus> statusWriter(KubernetesClient client, Metrics metrics, Clock clock) {
        return new StatusWriter<>(Wiring.asksOnce(client), HealthProbe::new, metrics, clock);
    }

    @Produces
    @Singleton
    ProbeStatusWriter report(StatusWriter<HealthProbe, HealthProbeStatus> writer, Events events, Clock clock) {
        return new ProbeStatusWriter(
                events,
                new StatusPatch<>(
                        writer,
                        (before, after) -> ProbeChange.between(before, after).pause()),
                clock);
    }

    @Produces
    @Singleton
    Failures<HealthProbe, HealthProbeStatus> failures(
            StatusWriter<HealthProbe, HealthProbeStatus> writer, Clock clock) {
        return new Failures<>(writer, HealthProbeStatus::conditions, ProbeReport::withConditions, clock);
    }

    @Produces
    @Singleton
    Rhythm rhythm() {
        return new Rhythm(timer);
    }

    @Produces
    @Singleton
    Targets targets(
            Rhythm rhythm, Prober prober, Caches caches, KubernetesClient client, Instance<ProbeWatches> watches) {
        return new Targets(
                caches,
                namespace -> watches.get().in(namespace),
                new Lookout(
                        rhythm,
                        prober,
                        new RunningPods(caches, Wiring.asksOnce(client)),
                        probe -> watches.get().wake(probe)));
    }

    @Produces
    @Singleton
    Checkups checkups(
            Rhythm rhythm,
            Checkups.Asking asking,
            GateKeeper gates,
            Leadership leadership,
            Caches caches,
            Metrics metrics,
            Clock clock,
            Instance<ProbeWatches> watches,
            Instance<RunWatches> runs) {
        return new Checkups(
                rhythm,
                asking,
                gates,
                new Checkups.World(
                        leadership::predecessor,
                        probe -> watches.get().wake(probe),
                        (answer, taken) -> metrics.checked(word(answer), taken),
                        new RunCauses(caches, namespace -> runs.get().in(namespace))),
                clock);
    }

    @Produces
    @Singleton
    Checkups.Asking asking(Prober prober, PodRounds rounds) {
        return new Checkups.Asking(prober, rounds);
    }

    private static Metric.Answer word(Answer answer) {
        return switch (answer) {
            case Answer.Good _ -> Metric.Answer.Good;
            case Answer.Bad _ -> Metric.Answer.Bad;
            case Answer.Untold _ -> Metric.Answer.Untold;
        };
    }

    @Produces
    @Singleton
    ProbeWatches watches(
            Checkups checkups, Targets targets, Caches caches, StatusWriter<HealthProbe, HealthProbeStatus> writer) {
        var watches = new ProbeWatches(probe -> {
            checkups.forget(probe);
            targets.forget(probe);
            writer.forget(probe);
        });
        caches.listen(watches::changed);
        return watches;
    }
}
