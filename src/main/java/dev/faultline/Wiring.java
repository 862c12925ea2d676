package dev.faultline;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Events;
import dev.faultline.cluster.EvictionTrials;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.certificates.Keyring;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.cluster.election.Terms;
import dev.faultline.cluster.rollout.Restarter;
import dev.faultline.cluster.traffic.DeclaredCalls;
import dev.faultline.cluster.trouble.Illnesses;
import dev.faultline.controller.Failures;
import dev.faultline.controller.PolicyStatusWriter;
import dev.faultline.controller.Rollouts;
import dev.faultline.controller.SidecarProgress;
import dev.faultline.controller.StatusPatch;
import dev.faultline.controller.Watches;
import dev.faultline.policy.PolicyReport;
import dev.faultline.policy.StatusChange;
import dev.faultline.telemetry.Metrics;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.peer.Peer;
import dev.faultline.xds.peer.Peers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** Says new. */
final class Wiring {
    static final String LEASE = "faultline";

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Settings settings(FaultlineConfig config) {
        return switch (Settings.read(config)) {
            case Settings.Reading.Usable(var settings) -> settings;
            case Settings.Reading.Refused(var faults) -> throw new IllegalArgumentException(String.join("; ", faults));
        };
    }

    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return new Metrics(registry);
    }

    @Produces
    @Singleton
    Caches caches(KubernetesClient client, Settings settings) {
        return new Caches(client, settings.readConfigMaps());
    }

    @Produces
    @Singleton
    Leadership leadership(Settings settings, Clock clock) {
        var terms = new Terms(
                settings.namespace(),
                LEASE,
                identity(settings),
                settings.leaseDuration(),
                settings.leaseRenewDeadline(),
                settings.leaseRetryPeriod());
        return new Leadership(terms, clock);
    }

    @Produces
    @Singleton
    Certificates certificates(KubernetesClient client, Settings settings, Clock clock) {
        return new Certificates(client, settings.sidecars().certificates(settings.namespace()), clock);
    }

    @Produces
    @Singleton
    Peers peers(
            Settings settings, Certificates certificates, ScheduledExecutorService timer, Instance<Watches> watches) {
        var terms = new Peer.Terms(
                settings.sidecars().xdsPort(),
                settings.sidecars().xdsHost(),
                () -> certificates.xds().current().map(Keyring::authoritiesAsPem),
                SidecarsSettings.OWN_TOKEN);
        return new Peers(terms, timer, proxy -> watches.get().sidecarChanged(proxy));
    }

    @Produces
    @Singleton
    Neighbourhood neighbourhood(
            Caches caches,
            Fleet fleet,
            Peers peers,
            Settings settings,
            Leadership leadership,
            Clock clock,
            Instance<Traffic> traffic) {
        return new Neighbourhood(
                caches,
                new Neighbourhood.Sidecars(
                        new SidecarProgress(fleet, peers, leadership::since, clock),
                        new Illnesses(clock),
                        settings.sidecars().blame(),
                        namespace -> traffic.get().isAuthorityTaken(namespace)),
                new DeclaredCalls(
                        caches,
                        (namespace, name) -> traffic.get().services().of(namespace, name),
                        (namespace, podLabels) -> traffic.get().fronts().front(namespace, podLabels)));
    }

    @Produces
    @Singleton
    Fleet fleet() {
        return new Fleet();
    }

    @Produces
    @Singleton
    Applier applier(KubernetesClient client, Caches caches, Metrics metrics, Clock clock) {
        return new Applier(asksOnce(client), caches, metrics, clock);
    }

    @Produces
    @Singleton
    Rollouts rollouts(
            KubernetesClient client,
            Caches caches,
            Settings settings,
            Metrics metrics,
            Clock clock,
            ScheduledExecutorService timer,
            Instance<Traffic> traffic,
            Instance<Watches> watches) {
        var rollouts = new Rollouts(
                new Restarter(asksOnce(client), caches, metrics, clock),
                new Rollouts.World(
                        settings.sidecars().automaticRollout(),
                        namespace -> traffic.get().isBypassed(namespace),
                        namespace -> traffic.get().injecting(namespace),
                        policy -> watches.get().wake(policy)),
                timer);
        caches.listen(rollouts::changed);
        return rollouts;
    }

    @Produces
    @Singleton
    StatusWriter<ResiliencePolicy, ResiliencePolicyStatus> statusWriter(
            KubernetesClient client, Metrics metrics, Clock clock) {
        return new StatusWriter<>(asksOnce(client), ResiliencePolicy::new, metrics, clock);
    }

    @Produces
    @Singleton
    EvictionTrials trials(KubernetesClient client, Metrics metrics, Clock clock) {
        return new EvictionTrials(asksOnce(client), metrics, clock);
    }

    @Produces
    @Singleton
    PolicyStatusWriter policyStatusWriter(
            Applier applier,
            EvictionTrials trials,
            StatusWriter<ResiliencePolicy, ResiliencePolicyStatus> writer,
            Events events,
            Clock clock) {
        return new PolicyStatusWriter(
                applier,
                trials,
                events,
                new StatusPatch<>(
                        writer,
                        (before, after) -> StatusChange.between(before, after).pause()),
                clock);
    }

    @Produces
    @Singleton
    Events events(KubernetesClient client, Settings settings, Metrics metrics, Clock clock) {
        return new Events(asksOnce(client), identity(settings), metrics, clock);
    }

    @Produces
    @Singleton
    Failures<ResiliencePolicy, ResiliencePolicyStatus> failures(
            StatusWriter<ResiliencePolicy, ResiliencePolicyStatus> writer, Clock clock) {
        return new Failures<>(writer, ResiliencePolicyStatus::conditions, PolicyReport::withConditions, clock);
    }

    @Produces
    @Singleton
    Watches watches(
            Caches caches,
            Neighbourhood neighbourhood,
            StatusWriter<ResiliencePolicy, ResiliencePolicyStatus> writer,
            EvictionTrials trials,
            Rollouts rollouts) {
        return new Watches(caches, neighbourhood, policy -> {
            rollouts.forget(policy);
            writer.forget(policy);
            trials.forget(policy.getMetadata().getNamespace());
        });
    }

    /**
     * By default the client holds its thread for 20 s, asking again what is refused with 429 or 500, and so a few
     * policies in trouble would hold up all others. The framework asks again without a thread.
     */
    static KubernetesClient asksOnce(KubernetesClient client) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
    }

    private static String identity(Settings settings) {
        return settings.identity().orElseGet(Wiring::hostName);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("this host has no name; set FAULTLINE_IDENTITY", e);
        }
    }
}
