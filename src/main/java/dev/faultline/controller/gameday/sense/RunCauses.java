package dev.faultline.controller.gameday.sense;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.Observed;
import dev.faultline.controller.probe.Causes;
import dev.faultline.gameday.cause.RunCause;
import dev.faultline.gameday.cause.RunCause.Sufferer;
import dev.faultline.policy.target.Claimant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts incidents down to runs, from what is watched anyway. */
public final class RunCauses implements Causes {
    private final Observed observed;
    private final Function<String, Stream<GameDayRun>> runs;

    /** @param runs of a namespace */
    public RunCauses(Observed observed, Function<String, Stream<GameDayRun>> runs) {
        this.observed = observed;
        this.runs = runs;
    }

    @Override
    public Optional<String> of(HealthProbe probe, Instant began) {
        List<GameDayRun> known = runs.apply(probe.getMetadata().getNamespace()).toList();
        return known.isEmpty() ? Optional.empty() : RunCause.of(sufferer(probe), known.stream(), began);
    }

    private Sufferer sufferer(HealthProbe probe) {
        var workloads = observed.claimed(
                        probe.getMetadata().getNamespace(), Claimant.of(probe).claim())
                .map(workload -> workload.key().attachedTo())
                .collect(Collectors.toSet());
        return new Sufferer(probe.getMetadata().getName(), workloads);
    }
}
