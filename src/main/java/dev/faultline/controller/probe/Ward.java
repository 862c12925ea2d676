package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.index.Place;
import dev.faultline.probe.Health;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Remarks;
import dev.faultline.probe.Sample;
import dev.faultline.probe.gate.GateDecision;
import dev.faultline.probe.pod.PodBook;
import dev.faultline.probe.pod.PodRound;
import dev.faultline.probe.pod.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One probe under watch, and all that is known of its checks and of its pods. */
record Ward(HealthProbe probe, ProbeIntent intent, Health health, PodBook pods) {

    static Ward of(HealthProbe probe, ProbeIntent intent, Health known, Instant now) {
        return new Ward(probe, intent, known.of(intent, now), PodBook.EMPTY).without(intent);
    }

    /** The same by another spec. */
    Ward with(HealthProbe other, ProbeIntent wanted, Instant now) {
        return new Ward(other, wanted, health.of(wanted, now), pods.of(names(wanted))).without(wanted);
    }

    /** What a gate has led to is not told without one. */
    private Ward without(ProbeIntent wanted) {
        return wanted.gate().isPresent() ? this : guarded(Optional.empty());
    }

    private static Set<String> names(ProbeIntent intent) {
        return intent.checks().stream().map(check -> check.name()).collect(Collectors.toSet());
    }

    Place place() {
        return Place.of(probe);
    }

    Ward causedBy(String cause) {
        return new Ward(probe, intent, health.causedBy(cause), pods);
    }

    Ward after(String check, Sample sample) {
        return new Ward(probe, intent, health.after(check, sample, intent), pods);
    }

    /** @param gate decides by what is known of the pods then */
    Ward after(PodRound round, Function<Ward, Optional<GateDecision>> gate) {
        var book = pods.after(round, intent.rules());
        var rows = Rows.of(round, health.tracks().keySet());
        var judged = new Ward(probe, intent, health.after(round.check(), rows, round.at(), intent), book);
        return judged.guarded(gate.apply(judged).flatMap(judged::guard));
    }

    /** What another replica knew holds until the pods have been judged anew. */
    private Optional<Remarks.Guarded> guard(GateDecision decision) {
        return decision.guarded().isEmpty() && !decision.settled()
                ? health.remarks().guarded()
                : decision.guarded();
    }

    private Ward guarded(Optional<Remarks.Guarded> guard) {
        return new Ward(probe, intent, health.with(new Remarks(pods.remarks(), guard)), pods);
    }
}
