package dev.faultline.cluster.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.Observed;
import dev.faultline.policy.target.ProbeContest;
import dev.faultline.policy.target.ProbeContest.Prize;
import dev.faultline.policy.target.Workload;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who has the say over a gate, by the same rules as over all that is set on pods. */
public final class GateRivals implements GateContest {
    private final Observed observed;
    private final Function<String, Stream<HealthProbe>> probes;

    /** @param probes of a namespace */
    public GateRivals(Observed observed, Function<String, Stream<HealthProbe>> probes) {
        this.observed = observed;
        this.probes = probes;
    }

    @Override
    public boolean isWonBy(HealthProbe probe, String workload) {
        var namespace = probe.getMetadata().getNamespace();
        return observed.outline(namespace, Workload.Key.of(workload))
                .flatMap(found -> ProbeContest.winner(Prize.Gate, probes.apply(namespace), found.key(), found.labels()))
                .filter(winner ->
                        winner.getMetadata().getUid().equals(probe.getMetadata().getUid()))
                .isPresent();
    }
}
