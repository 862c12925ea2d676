package dev.faultline.controller.probe;

import static dev.faultline.probe.GivenProbe.START;
import static dev.faultline.probe.GivenProbe.at;
import static dev.faultline.probe.GivenProbe.intent;
import static dev.faultline.probe.GivenProbe.probe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.HealthProbe;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Health;
import dev.faultline.probe.Remarks;
import dev.faultline.probe.Remarks.Cause;
import dev.faultline.probe.Remarks.Guarded;
import dev.faultline.probe.gate.GateDecision;
import dev.faultline.probe.pod.PodRef;
import dev.faultline.probe.pod.PodRound;
import dev.faultline.probe.pod.PodSample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one probe under watch goes through. */
class WardTest {
    private static final Guarded SHARED = new Guarded(Cause.Shared, "self/db fails on 3 of 3 pods alike");
    private static final String CHECKS = """
            deep: {period: 10s, checks: [{name: self, podEndpoint: {port: 80, path: /well}}]}
            """;

    @Test
    void whatAnotherReplicaGuardedIsGuardedUntilThePodsAreJudgedAnew() {
        var taken = ward(probe(CHECKS + "readiness: {impact: Gate}"));

        var unsettled = taken.after(round(0, "g"), _ -> Optional.of(decision(Optional.empty(), false)));
        var settled = unsettled.after(round(1, "g"), _ -> Optional.of(decision(Optional.empty(), true)));

        assertThat(unsettled.health().remarks().guarded()).contains(SHARED);
        assertThat(settled.health().remarks().guarded()).isEmpty();
    }

    @Test
    void whatIsDecidedNowIsToldNow() {
        var limit = new Guarded(Cause.Limit, "limit is 1");

        var after = ward(probe(CHECKS + "readiness: {impact: Gate}"))
                .after(round(0, "g"), _ -> Optional.of(decision(Optional.of(limit), false)));

        assertThat(after.health().remarks().guarded()).contains(limit);
    }

    @Test
    void withoutAGateNothingIsGuarded() {
        var gated = probe(CHECKS + "readiness: {impact: Gate}");
        var free = probe(CHECKS);

        assertThat(ward(free).health().remarks().guarded()).isEmpty();
        assertThat(ward(gated)
                        .with(free, intent(free), at(1))
                        .health()
                        .remarks()
                        .guarded())
                .isEmpty();
    }

    @Test
    void podsThatFailAreRemarkedWhileTheRowPasses() {
        var ward = ward(probe(CHECKS));

        for (var index = 0; index < 4; index++) {
            ward = ward.after(round(index, "ggb"), _ -> Optional.empty());
        }

        assertThat(ward.health().remarks().rows())
                .containsEntry("self", "fails on 1 of 3 pods (web-2): connection refused");
        assertThat(ward.health().track(ward.intent().checks().getFirst()).isFailing())
                .isFalse();
    }

    private static Ward ward(HealthProbe probe) {
        var intent = intent(probe);
        var known = Health.fresh(START).with(new Remarks(Collections.emptySortedMap(), Optional.of(SHARED)));
        return Ward.of(probe, intent, known, START);
    }

    private static GateDecision decision(Optional<Guarded> guarded, boolean settled) {
        return new GateDecision(List.of(), Set.of(), guarded, settled);
    }

    /** A letter for each pod: g answers well, b refuses. */
    private static PodRound round(int index, String letters) {
        var samples = letters.chars()
                .mapToObj(letter -> letter == 'g'
                        ? (Answer) new Answer.Good(Duration.ofMillis(3))
                        : new Answer.Bad("connection refused"))
                .toList();
        var pods = IntStream.range(0, samples.size())
                .mapToObj(place -> new PodSample(
                        new PodRef("uid-" + place, "web-" + place, "Deployment/web"),
                        samples.get(place),
                        Collections.emptySortedMap()))
                .toList();
        var uids = pods.stream().map(pod -> pod.pod().uid()).collect(Collectors.toSet());
        return new PodRound("self", at(index), pods, uids);
    }
}
