package dev.faultline;

import dev.faultline.cluster.Caches;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.cluster.gameday.Janitor;
import dev.faultline.controller.Watches;
import dev.faultline.controller.gameday.RunWatches;
import dev.faultline.controller.gameday.calendar.GameDayWatches;
import dev.faultline.controller.probe.Checkups;
import dev.faultline.controller.probe.GateKeeper;
import dev.faultline.controller.probe.ProbeWatches;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Start: caches, controllers, then the election. Stop: the other way round. */
@ApplicationScoped
class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    private static final int FAILED = 1;

    private final Settings settings;
    private final KubernetesClient client;
    private final Caches caches;
    private final Operator operator;
    private final Leadership leadership;
    private final Watches watches;
    private final Traffic traffic;
    private final Checkups checkups;
    private final GateKeeper gates;
    private final ProbeWatches probes;
    private final RunWatches runs;
    private final GameDayWatches gameDays;
    private final Janitor janitor;
    private final Metrics metrics;

    Lifecycle(
            Settings settings,
            KubernetesClient client,
            Caches caches,
            Operator operator,
            Leadership leadership,
            Watches watches,
            Traffic traffic,
            Checkups checkups,
            GateKeeper gates,
            ProbeWatches probes,
            RunWatches runs,
            GameDayWatches gameDays,
            Janitor janitor,
            Metrics metrics) {
        this.settings = settings;
        this.client = client;
        this.caches = caches;
        this.operator = operator;
        this.leadership = leadership;
        this.watches = watches;
        this.traffic = traffic;
        this.checkups = checkups;
        this.gates = gates;
        this.probes = probes;
        this.runs = runs;
        this.gameDays = gameDays;
        this.janitor = janitor;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        metrics.watchLeadership(leadership::isLeading);
        metrics.watchPolicies(watches::policyCount);
        metrics.watchProbes(probes::probeCount);
        Thread.ofVirtual().name("start").start(this::run);
    }

    /** Off the starting thread, so that the health endpoints answer while the caches fill. */
    private void run() {
        try {
            caches.start(settings.cacheSyncTimeout());
            operator.start();
            traffic.start(metrics);
            janitor.start();
            if (settings.leaderElection()) {
                leadership.start(client, this::lead, this::lost);
            } else {
                leadership.startAlone(this::lead);
            }
        } catch (RuntimeException e) {
            LOG.error("The operator cannot start", e);
            Quarkus.asyncExit(FAILED);
        }
    }

    private void lead() {
        gates.lead();
        traffic.lead();
        watches.wakeAll();
        probes.wakeAll();
        runs.wakeAll();
        gameDays.wakeAll();
    }

    /** Another replica may write from now on, so this one must not; a new process starts clean. */
    private void lost() {
        LOG.warn("Lease lost, ending this process");
        Quarkus.asyncExit(FAILED);
    }

    /** Writing ends, then the Lease goes: the next leader need not wait for the last answers. */
    void stop(@Observes ShutdownEvent event) {
        checkups.close();
        gates.close();
        traffic.stopWriting();
        leadership.close();
        traffic.stop();
        operator.stop();
        caches.close();
    }
}
