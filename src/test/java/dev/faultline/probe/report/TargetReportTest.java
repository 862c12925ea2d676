package dev.faultline.probe.report;

import static dev.faultline.probe.GivenProbe.START;
import static dev.faultline.probe.GivenProbe.intent;
import static dev.faultline.probe.GivenProbe.probe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.ProbeTarget;
import dev.faultline.api.probe.ProbeTarget.State;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Health;
import dev.faultline.probe.shallow.Claimed;
import dev.faultline.probe.shallow.Inquiry;
import dev.faultline.probe.shallow.Question;
import dev.faultline.probe.shallow.ShallowIntent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetReportTest {
    private static final String TCP = "shallow: {preset: TCP, port: 80}";
    private static final String AND_DEEP = TCP + "\ndeep: {checks: [{name: db, tcp: {address: \"db:1\"}}]}";

    @Test
    void eachWorkloadHasARow() {
        var begun = begun(probe(TCP));
        var settled = begun.after(new Question.Tcp(), new Answer.Good(Duration.ZERO), "web-1");

        var status = status(
                probe(TCP),
                new Claimed.Held("Deployment/a", settled),
                new Claimed.Held("Deployment/b", begun),
                new Claimed.Held("Deployment/c", begun.withoutPort()),
                new Claimed.Lost("Deployment/d", "other"),
                new Claimed.Missing("Deployment/e"));

        assertThat(rows(status))
                .extracting(ProbeTarget::state)
                .containsExactly(
                        State.Programmed,
                        State.PathNotServed,
                        State.PortNotFound,
                        State.Conflicted,
                        State.TargetNotFound);
        assertThat(rows(status).getFirst())
                .isEqualTo(new ProbeTarget("Deployment/a", State.Programmed, List.of("TCP 80"), null));
        assertThat(rows(status).get(3).message()).startsWith("HealthProbe other sets the probes of its pods");
        assertThat(verdicts(status)).containsExactly("Accepted True", "Healthy Unknown", "Ready True");
    }

    @Test
    void aProbeThatOnlyWatchesSaysSoAndWhatItHasSeen() {
        var watching = probe(TCP + "\nmode: Audit");

        var row = rows(status(watching, new Claimed.Held("Deployment/web", begun(watching))))
                .getFirst();

        assertThat(row.state()).isEqualTo(State.Audit);
        assertThat(row.message()).startsWith("TCP 80: not asked yet");
    }

    @Test
    void aProbeThatIsOfNoUseIsNotAccepted() {
        var lost = new Claimed.Lost("Deployment/web", "other");
        var missing = new Claimed.Missing("Deployment/web");

        assertThat(verdicts(status(probe(TCP), lost)))
                .containsExactly("Healthy Unknown", "Accepted False", "Ready False", "Stalled True");
        assertThat(verdicts(status(probe(TCP), missing)))
                .containsExactly("Healthy Unknown", "Accepted False", "Ready False");
        assertThat(status(probe(TCP)).conditions())
                .anySatisfy(condition -> assertThat(condition.getMessage()).contains("targetSelector matches"));
    }

    @Test
    void checksGoOnWhoeverHasThePods() {
        var lost = new Claimed.Lost("Deployment/web", "other");

        assertThat(verdicts(status(probe(AND_DEEP), lost)))
                .containsExactly("Accepted True", "Healthy Unknown", "Ready True");
        assertThat(rows(status(probe(AND_DEEP), lost))).hasSize(1);
    }

    @Test
    void rowsEndAtTheirBound() {
        var many = IntStream.range(0, 100)
                .mapToObj(number -> new Claimed.Missing("Deployment/web-" + number))
                .toArray(Claimed[]::new);

        assertThat(rows(status(probe(TCP), many))).hasSize(ProbeTarget.MOST);
    }

    @Test
    void aProbeThatSetsNothingAnyMoreHasNoRows() {
        var deep = probe("deep: {checks: [{name: db, tcp: {address: \"db:1\"}}]}");
        deep.setStatus(status(probe(TCP), new Claimed.Missing("Deployment/web")));

        assertThat(status(deep).targets()).isNull();
    }

    @Test
    void aRowThatChangesIsWritten() {
        var before = status(probe(TCP), new Claimed.Held("Deployment/a", begun(probe(TCP))));
        var after = status(
                probe(TCP), new Claimed.Held("Deployment/a", begun(probe(TCP)).withoutPort()));

        assertThat(ProbeChange.between(before, after)).isEqualTo(ProbeChange.Detail);
        assertThat(ProbeChange.between(before, before)).isEqualTo(ProbeChange.None);
    }

    private static Inquiry begun(HealthProbe probe) {
        return Inquiry.begun(
                ShallowIntent.of(Objects.requireNonNull(probe.getSpec().shallow())), List.of());
    }

    private static HealthProbeStatus status(HealthProbe probe, Claimed... claimed) {
        var intent = intent(probe);
        var status = ProbeReport.of(probe, intent, Health.fresh(START).of(intent, START), START);
        return TargetReport.on(status, probe, List.of(claimed), START);
    }

    private static List<ProbeTarget> rows(HealthProbeStatus status) {
        return Objects.requireNonNull(status.targets());
    }

    private static List<String> verdicts(HealthProbeStatus status) {
        return Objects.requireNonNull(status.conditions()).stream()
                .map(condition -> condition.getType() + " " + condition.getStatus())
                .toList();
    }
}
