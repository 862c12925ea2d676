package dev.faultline;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Events;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.cluster.gameday.EmergencyStop;
import dev.faultline.cluster.gameday.FaultAccount;
import dev.faultline.cluster.gameday.FaultRunner;
import dev.faultline.cluster.gameday.Grounds;
import dev.faultline.cluster.gameday.Janitor;
import dev.faultline.cluster.gameday.Marks;
import dev.faultline.cluster.gameday.Reverter;
import dev.faultline.cluster.gameday.Rights;
import dev.faultline.cluster.gameday.RunStore;
import dev.faultline.cluster.gameday.TargetReader;
import dev.faultline.cluster.gameday.TargetSight;
import dev.faultline.cluster.gameday.WorkloadLocks;
import dev.faultline.cluster.probe.PodCensus;
import dev.faultline.controller.gameday.Ears;
import dev.faultline.controller.gameday.Listening;
import dev.faultline.controller.gameday.RunActs;
import dev.faultline.controller.gameday.RunDepartures;
import dev.faultline.controller.gameday.RunFacts;
import dev.faultline.controller.gameday.RunIndex;
import dev.faultline.controller.gameday.RunPass;
import dev.faultline.controller.gameday.RunPlans;
import dev.faultline.controller.gameday.RunTrouble;
import dev.faultline.controller.gameday.RunWatches;
import dev.faultline.controller.gameday.calendar.GameDayWatches;
import dev.faultline.controller.gameday.calendar.RunWindows;
import dev.faultline.controller.gameday.sense.Senses;
import dev.faultline.controller.gameday.sense.Sounding;
import dev.faultline.controller.probe.Checkups;
import dev.faultline.gameday.calendar.TimetableReader;
import dev.faultline.gameday.run.RunNews;
import dev.faultline.net.Names;
import dev.faultline.net.Rhythm;
import dev.faultline.net.guard.Terrain;
import dev.faultline.net.metrics.Prometheus;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Says new, for game days. */
final class GameDayWiring {
    /** When a signal is asked next, and when an answer is due: never the asking itself. */
    private final ScheduledExecutorService timer = ProbeWiring.timer("signals");

    @Produces
    @Singleton
    FaultAccount faults(KubernetesClient client, Settings settings, Clock clock) {
        return new FaultAccount(Wiring.asksOnce(client), settings.namespace(), clock);
    }

    void close(@Disposes FaultAccount account) {
        account.close();
    }

    @Produces
    @Singleton
    Reverter reverter(FaultAccount account, Instance<Traffic> traffic) {
        return new Reverter(account, namespace -> traffic.get().caches().isEnding(namespace));
    }

    @Produces
    @Singleton
    Janitor janitor(KubernetesClient client, Caches caches, FaultAccount account, Reverter reverter, Clock clock) {
        return new Janitor(caches, Wiring.asksOnce(client), account, reverter, clock);
    }

    void close(@Disposes Janitor janitor) {
        janitor.close();
    }

    @Produces
    @Singleton
    RunStore store(KubernetesClient client, Metrics metrics) {
        return new RunStore(Wiring.asksOnce(client), metrics);
    }

    @Produces
    @Singleton
    Listening listening(Senses senses) {
        return new Ears(senses);
    }

    @Produces
    @Singleton
    Senses senses(Sounding sounding, Caches caches, Leadership leadership, Instance<RunWatches> watches) {
        var senses = new Senses(
                new Rhythm(timer),
                sounding,
                new Senses.World(leadership::predecessor, run -> watches.get().wake(run)));
        caches.listen(senses::changed);
        return senses;
    }

    void close(@Disposes Senses senses) {
        senses.close();
    }

    @Produces
    @Singleton
    Sounding sounding(PodCensus census, Checkups checkups, Settings settings, Terrain terrain, Clock clock) {
        var names =
                new Names(Names.Lookup::system, settings.sidecars().injected().clusterDomain());
        return new Sounding(
                new Sounding.Sources(
                        census,
                        Prometheus.at(
                                settings.probes().prometheus(),
                                new Prometheus.Network(names, terrain),
                                timer,
                                settings.namespace()),
                        checkups::known,
                        census::counts),
                clock);
    }

    @Produces
    @Singleton
    EmergencyStop stop(FaultAccount account, Settings settings) {
        return new EmergencyStop(account, settings.namespace());
    }

    @Produces
    @Singleton
    WorkloadLocks locks(FaultAccount account, Instance<RunWatches> watches) {
        return new WorkloadLocks(
                account,
                (namespace, uid) -> watches.get()
                        .in(namespace)
                        .filter(run -> run.getMetadata().getUid().equals(uid))
                        .anyMatch(RunIndex::isLive));
    }

    @Produces
    @Singleton
    RunFacts facts(
            KubernetesClient client,
            Caches caches,
            FaultAccount account,
            EmergencyStop stop,
            Leadership leadership,
            Settings settings,
            Listening listening,
            TimetableReader timetables,
            Instance<GameDayWatches> days,
            Instance<Traffic> traffic) {
        return new RunFacts(
                new RunFacts.World(
                        new TargetReader(caches, Wiring.asksOnce(client)),
                        new TargetSight(caches),
                        stop,
                        new Grounds(
                                settings.namespace(),
                                settings.gameDays().namespaces(),
                                namespace -> traffic.get().caches().isLabelled(namespace, Marks.CHAOS, Marks.ENABLED)),
                        new Rights(account),
                        new RunWindows(day -> days.get().at(day), timetables),
                        leadership::isLeading),
                listening);
    }

    @Produces
    @Singleton
    RunActs acts(
            FaultAccount account,
            Reverter reverter,
            WorkloadLocks locks,
            RunStore store,
            EmergencyStop stop,
            Leadership leadership) {
        return new RunActs(
                new FaultRunner(account), reverter, locks, store, new RunActs.Gate(stop, leadership::isLeading));
    }

    @Produces
    @Singleton
    RunPass pass(
            KubernetesClient client,
            RunStore store,
            RunFacts facts,
            RunActs acts,
            Listening listening,
            Leadership leadership,
            Events events,
            Clock clock) {
        var asking = Wiring.asksOnce(client);
        return new RunPass(
                store,
                new RunPlans(place -> Optional.ofNullable(asking.resources(GameDay.class)
                        .inNamespace(place.namespace())
                        .withName(place.name())
                        .get())),
                facts,
                acts,
                listening,
                new RunPass.Presence(
                        leadership::predecessor,
                        (run, status) -> events.tell(run, RunNews.between(run.getStatus(), status)),
                        clock));
    }

    @Produces
    @Singleton
    RunTrouble trouble(RunStore store, Clock clock) {
        return new RunTrouble(store, clock);
    }

    @Produces
    @Singleton
    RunWatches watches(RunPass pass, RunTrouble trouble, Leadership leadership, Caches caches) {
        var watches = new RunWatches(pass::forget, new RunDepartures(pass, trouble, leadership::isLeading));
        caches.listen(watches::changed);
        return watches;
    }
}
