package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.gate.GateWriter;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.probe.ProbeTargets;
import dev.faultline.net.Dialler;
import dev.faultline.net.NetPodProber;
import dev.faultline.net.Rhythm;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Prober;
import dev.faultline.probe.trust.Keyring;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Probes of a real API server under the operator's own watch, without the operator: nothing is written. */
public final class KeptProbes implements AutoCloseable {
    private final KubernetesClient client;
    private final Checkups checkups;

    /** With what probes are asked. */
    public record Means(Prober prober, Dialler dialler, ScheduledExecutorService timer) {}

    public KeptProbes(KubernetesClient client, Caches caches, Means means, Causes causes) {
        this.client = client;
        var clock = Clock.systemUTC();
        var rounds = new PodRounds(
                new NetPodProber(means.dialler(), Keyring.NONE, means.timer()),
                new ProbeTargets(caches),
                (_, _) -> {},
                clock);
        this.checkups = new Checkups(
                new Rhythm(means.timer()),
                new Checkups.Asking(means.prober(), rounds),
                new GateKeeper(
                        new Rhythm(means.timer()),
                        new GateWriter(client, clock),
                        new GateKeeper.World(caches, () -> true, false, (_, _) -> false)),
                new Checkups.World(Optional::empty, _ -> {}, (_, _) -> {}, causes),
                clock);
    }

    /** From now on its checks are made. */
    public void keep(String namespace, String name) {
        var probe = client.resources(HealthProbe.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
        if (ProbeIntent.read(probe.getSpec()) instanceof ProbeIntent.Reading.Understood(var intent)) {
            checkups.keep(probe, intent);
        } else {
            throw new AssertionError("the probe is not understood: " + probe.getSpec());
        }
    }

    public Optional<Checkups.Known> known(Place probe) {
        return checkups.known(probe);
    }

    @Override
    public void close() {
        checkups.close();
    }
}
