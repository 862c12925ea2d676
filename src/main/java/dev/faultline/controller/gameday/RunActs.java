package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.gameday.EmergencyStop;
import dev.faultline.cluster.gameday.FaultRunner;
import dev.faultline.cluster.gameday.Reverter;
import dev.faultline.cluster.gameday.RunStore;
import dev.faultline.cluster.gameday.WorkloadLocks;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.plan.Rehearsal;
import dev.faultline.gameday.run.Run;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Carries out what a run has decided. */
public final class RunActs {
    private final FaultRunner faults;
    private final Reverter reverter;
    private final WorkloadLocks locks;
    private final RunStore store;
    private final Gate gate;

    /**
     * What is asked just before each effect.
     *
     * @param leading whether this replica surely has the Lease
     */
    public record Gate(EmergencyStop stop, BooleanSupplier leading) {}

    public RunActs(FaultRunner faults, Reverter reverter, WorkloadLocks locks, RunStore store, Gate gate) {
        this.faults = faults;
        this.reverter = reverter;
        this.locks = locks;
        this.store = store;
        this.gate = gate;
    }

    /** Each once; what came of each is kept until it stands in the status. */
    void inject(GameDayRun resource, Rehearsal rehearsal, List<Entry> entries, Sessions.Session session) {
        var scope = scope(resource);
        for (var entry : entries) {
            session.trying(entry.number());
            session.done(entry.number(), injected(scope, rehearsal, entry));
        }
    }

    private Done injected(FaultRunner.Scope scope, Rehearsal rehearsal, Entry entry) {
        if (!gate.leading().getAsBoolean()) {
            return new Done.Withheld("this replica no longer surely leads");
        }
        return gate.stop()
                .of(scope.namespace())
                .<Done>map(Done.Withheld::new)
                .orElseGet(() ->
                        faults.inject(scope, entry, rehearsal.step(entry.step()).fault()));
    }

    void revert(GameDayRun resource, List<Entry> entries, Sessions.Session session) {
        var scope = scope(resource);
        for (var entry : entries) {
            session.done(entry.number(), reverter.revert(scope, entry));
        }
    }

    private static FaultRunner.Scope scope(GameDayRun resource) {
        return new FaultRunner.Scope(
                resource.getMetadata().getNamespace(), resource.getMetadata().getUid());
    }

    void claim(GameDayRun resource, Set<Workload.Key> workloads, Sessions.Session session) {
        session.claimed(locks.take(resource, workloads));
    }

    /** Nothing of the run is left but the run itself. */
    void close(GameDayRun resource, Run run) {
        try {
            locks.release(resource, run.ledger().workloads());
        } catch (KubernetesClientException e) {
            // Who may not read them has made none, or may no longer: they are the run's children, and go with it.
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
        }
        store.release(resource);
    }
}
