package dev.faultline.probe.report;

import static dev.faultline.probe.GivenProbe.START;
import static dev.faultline.probe.GivenProbe.at;
import static dev.faultline.probe.GivenProbe.intent;
import static dev.faultline.probe.GivenProbe.probe;
import static dev.faultline.probe.GivenProbe.seen;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.probe.Answer;
import dev.faultline.probe.GivenProbe;
import dev.faultline.probe.Health;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Sample;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What another replica knows of a probe, and of the time before it. */
class RecollectionTest {
    private static final ProbeIntent INTENT = intent(probe());
    private static final Health FRESH = Health.fresh(START).of(INTENT, START);

    @Test
    void whatIsReadBackOfAStatusSaysTheSameAgain() {
        var probe = probe();
        var before = seen(FRESH, INTENT, "gbbbggbbb", "ggggggggg", "gggggbbbb");
        probe.setStatus(stored(report(probe, before)));

        var recalled = Recollection.of(status(probe), at(8));
        var status = report(probe, recalled);

        assertThat(ProbeChange.between(probe.getStatus(), stored(status))).isEqualTo(ProbeChange.None);
        assertThat(status.history()).isEqualTo(status(probe).history());
        assertThat(status.incidentCounts()).isEqualTo(status(probe).incidentCounts());
        assertThat(status.incidents()).isEqualTo(status(probe).incidents());
    }

    @Test
    void timeThatWasWatchedAfterTheLastWriteCountsAndTimeThatNobodyWatchedDoesNot() {
        var probe = probe();
        probe.setStatus(stored(report(probe, seen(FRESH, INTENT, "ggg", "ggg", "ggg"))));

        var recalled = Recollection.of(status(probe), at(50));
        var after = seenAt(recalled, 100);

        // 0 to 50 were watched, and the period after; the sample at 100 begins anew.
        assertThat(after.ledger().parts().stream()
                        .mapToLong(part -> part.up().toSeconds())
                        .sum())
                .isEqualTo(510);
    }

    private static Health seenAt(Health health, int index) {
        var now = health;
        for (var check : INTENT.checks()) {
            now = now.after(check.name(), new Sample(at(index), new Answer.Good(Duration.ZERO)), INTENT);
        }
        return now;
    }

    @Test
    void anOpenIncidentIsClosedAfterARestart() {
        var probe = probe();
        probe.setStatus(stored(report(probe, seen(FRESH, INTENT, "gbbb", "gggg", "gggg"))));

        var recalled = Recollection.of(status(probe), at(3));
        var after = seen(recalled, "db", "----gg", INTENT);

        assertThat(after.outages().open()).isEmpty();
        assertThat(after.outages().recovered()).isEqualTo(1);
        assertThat(after.outages().recoveredIn()).hasSeconds(30);
    }

    @Test
    void anIncidentWhoseCheckWasSilentAtTheRestartStaysOpenUntilThatCheckPasses() {
        var probe = probe();
        probe.setStatus(stored(report(probe, seen(FRESH, INTENT, "gbbbu", "ggggg", "ggggg"))));

        var recalled = Recollection.of(status(probe), at(4));
        var others = seen(recalled, "api", "-----gg", INTENT);
        var after = seen(others, "db", "-------g", INTENT);

        assertThat(others.outages().open()).isPresent();
        assertThat(after.outages().open()).isEmpty();
        assertThat(after.outages().recoveredIn()).hasSeconds(60);
    }

    private static HealthProbeStatus report(HealthProbe probe, Health health) {
        return ProbeReport.of(probe, INTENT, health, GivenProbe.at(20));
    }

    /** As the API server keeps it. */
    private static HealthProbeStatus stored(HealthProbeStatus status) {
        return Serialization.unmarshal(Serialization.asYaml(status), HealthProbeStatus.class);
    }

    private static HealthProbeStatus status(HealthProbe probe) {
        return requireNonNull(probe.getStatus());
    }
}
