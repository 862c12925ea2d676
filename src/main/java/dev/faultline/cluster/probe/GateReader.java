package dev.faultline.cluster.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.WorkloadOf;
import dev.faultline.cluster.index.Outline;
import dev.faultline.injection.PodGate;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.ProbeContest;
import dev.faultline.policy.target.ProbeContest.Prize;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gathers what decides whether a new pod gets the readiness gate. Asks nobody: a pod's creation waits for it. */
public final class GateReader {
    private final Observed observed;
    private final Supplier<Optional<Duration>> leaseAge;
    private final GateContest contest;

    /** @param leaseAge since the Lease was seen to be renewed; empty where nobody holds it */
    public GateReader(Observed observed, Supplier<Optional<Duration>> leaseAge, GateContest contest) {
        this.observed = observed;
        this.leaseAge = leaseAge;
        this.contest = contest;
    }

    /** @param probes of the namespace */
    public PodGate.Facts of(Pod pod, String namespace, Stream<HealthProbe> probes) {
        var enforced = WorkloadOf.controlling(pod)
                .flatMap(key -> observed.outline(namespace, key))
                .filter(workload -> probes.anyMatch(probe -> gates(probe, workload)))
                .isPresent();
        return new PodGate.Facts(enforced, leaseAge.get());
    }

    private boolean gates(HealthProbe probe, Outline workload) {
        return ProbeContest.isContender(probe, Prize.Gate)
                && Claimant.of(probe).claims(workload.key(), workload.labels())
                && contest.isWonBy(probe, workload.key().attachedTo());
    }
}
