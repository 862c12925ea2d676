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
import dev.faultline.api.probe.CheckStatus;
import dev.faultline.api.probe.ObjectiveStatus;
import dev.faultline.api.status.News;
import dev.faultline.probe.Answer;
import dev.faultline.probe.GivenProbe;
import dev.faultline.probe.Health;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Remarks;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read of a probe, and what is read back of it after a restart. */
class ProbeReportTest {
    private static final ProbeIntent INTENT = intent(probe());
    private static final Health FRESH = Health.fresh(START).of(INTENT, START);

    @ParameterizedTest(name = "db {0}, api {1}, cache {2}: Healthy is {3}, {5}")
    @CsvSource(
            delimiter = '|',
            value = {
                "g    | g    | g    | True/Passing         | 3/3 | Healthy: 3 of 3 checks pass",
                "b    | g    | g    | Unknown/NotJudged    | 2/3 | Not judged: db is not judged",
                "-    | -    | g    | Unknown/NotJudged    | 1/3 | Not judged: db; api are not judged",
                "g    | u    | g    | Unknown/NotJudged    | 2/3 | Not judged: api is not judged",
                "gbbb | gggg | gggg | False/ChecksFailing  | 2/3 | Unhealthy: db: connection refused",
                "gbbb | gbbb | gggg | False/ChecksFailing  | 1/3 | Unhealthy: db: connection refused; api: connection refused",
                "gbbb | uuuu | gggg | False/ChecksFailing  | 1/3 | Unhealthy: db: connection refused",
                "gggg | gggg | gbbb | True/Impaired        | 2/3 | Impaired: cache: connection refused",
            })
    void healthIsToldInACondition(String db, String api, String cache, String healthy, String passing, String summary) {
        var status = report(probe(), seen(FRESH, INTENT, db, api, cache));

        assertThat(verdict(status, "Healthy")).isEqualTo(healthy);
        assertThat(verdict(status, "Ready")).isEqualTo("True/Ready");
        assertThat(verdict(status, "Accepted")).isEqualTo("True/Accepted");
        assertThat(status.passingChecks()).isEqualTo(passing);
        assertThat(status.summary()).isEqualTo(summary);
    }

    @Test
    void aGateThatTheInstallationDoesNotAllowSaysWhichValueAllowsIt() {
        var probe = gated();
        var intent = intent(probe).withoutGates();

        var status = ProbeReport.of(probe, intent, Health.fresh(START).of(intent, START), START);

        assertThat(verdict(status, "Ready")).isEqualTo("False/Unsupported");
        assertThat(condition(status, "Ready").getMessage())
                .isEqualTo(
                        "spec.readiness.impact: Gate is off in this installation; an administrator turns it on by chart "
                                + "value gates.enabled: true; all else is in force");
    }

    private static HealthProbe gated() {
        return probe("""
                deep:
                  checks:
                  - {name: self, podEndpoint: {port: http, path: /well}}
                  - {name: api, tcp: {address: "api:80"}}
                readiness: {impact: Gate}
                """);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "Shared, True/SharedDependencyFailing, ReadinessGuardActivated",
        "Limit, True/GateLimitReached, ReadinessGuardActivated",
        "Audit, True/Audit, none"
    })
    void aGuardIsAConditionAndIsToldOnce(Remarks.Cause cause, String guarded, String event) {
        var probe = gated();
        var intent = intent(probe);
        var health = Health.fresh(START).of(intent, START);
        var free = ProbeReport.of(probe, intent, health, START);
        var told = health.with(new Remarks(
                new TreeMap<>(), Optional.of(new Remarks.Guarded(cause, "would make 3 of 3 pods unready"))));

        var status = ProbeReport.of(probe, intent, told, START);

        assertThat(verdict(status, "ReadinessGuarded")).isEqualTo(guarded);
        assertThat(condition(status, "ReadinessGuarded").getMessage()).isEqualTo("would make 3 of 3 pods unready");
        assertThat(ProbeNews.between(free, status, null))
                .extracting(news -> news.reason().name())
                .isEqualTo("none".equals(event) ? List.of() : List.of(event));
        assertThat(ProbeNews.between(status, status, null)).isEmpty();
        assertThat(ProbeNews.between(status, free, null))
                .extracting(news -> news.reason().name())
                .isEqualTo("none".equals(event) ? List.of() : List.of("ReadinessGuardReleased"));
        assertThat(ProbeChange.between(free, status).pause()).contains(Duration.ZERO);
        probe.setStatus(status);
        assertThat(Recollection.of(status, START).remarks()).isEqualTo(told.remarks());
    }

    @Test
    void entriesFollowTheirCheckAndRemarksAreMessages() {
        var probe = gated();
        var intent = intent(probe);
        Answer good = new Answer.Good(Duration.ofMillis(3));
        var rows = Map.of("self", good, "self/db", good, "self/mq", new Answer.Bad("DOWN on 3 of 3 pods"));
        var health = Health.fresh(START).of(intent, START);
        for (var index = 0; index < 3; index++) {
            health = health.after("self", rows, at(index), intent);
        }
        var remarks = new TreeMap<>(Map.of("self", "fails on 1 of 9 pods (web-a): connection refused"));

        var status = ProbeReport.of(probe, intent, health.with(new Remarks(remarks, Optional.empty())), at(3));

        assertThat(status.checks())
                .extracting(check -> check.check() + " " + check.state() + " " + check.message())
                .startsWith("self Passing fails on 1 of 9 pods (web-a): connection refused")
                .endsWith("api Unknown not judged yet")
                .contains("self/db Passing null", "self/mq Failing DOWN on 3 of 3 pods")
                .hasSize(4);
        assertThat(status.passingChecks()).isEqualTo("1/2");
        assertThat(status.checks())
                .filteredOn(check -> check.check().startsWith("self/"))
                .extracting(CheckStatus::latencyMillis)
                .containsOnlyNulls();
    }

    @Test
    void aSpecThatCannotBeReadIsStalledAndKeepsWhatWasMeasured() {
        var probe = probe();
        probe.setStatus(report(probe, seen(FRESH, INTENT, "gbbbgg", "gggggg", "gggggg")));

        var status = ProbeReport.refused(probe, "spec.mode is Odd", at(9));

        assertThat(verdict(status, "Stalled")).isEqualTo("True/Invalid");
        assertThat(verdict(status, "Ready")).isEqualTo("False/Invalid");
        assertThat(status.incidents()).isEqualTo(status(probe).incidents());
        assertThat(status.history()).isEqualTo(status(probe).history());
    }

    @Test
    void anIncidentAndItsTimesAreInStatus() {
        var status = report(probe(), seen(FRESH, INTENT, "gbbbgg", "gggggg", "gggggg"));

        assertThat(status.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.beganTime()).isEqualTo("2026-09-26T10:00:10Z");
            assertThat(incident.detectionSeconds()).isEqualTo(20);
            assertThat(incident.recoverySeconds()).isEqualTo(30);
            assertThat(incident.checks()).containsExactly("db");
        });
        assertThat(status.meanTimeToDetectSeconds()).isEqualTo(20);
        assertThat(status.meanTimeToRecoverSeconds()).isEqualTo(30);
        assertThat(status.availability()).isEqualTo("40.00");
        assertThat(status.errorBudgetLeftPercent()).isZero();
        assertThat(status.objectives())
                .extracting(each -> each.goal() + " " + each.state() + ": " + each.message())
                .containsExactly(
                        "Availability Missed: 40.00%, wanted are 99.9%",
                        "Detection Met: 20 s on average, wanted are 1m; 20 s of it are the threshold's: 2 x period",
                        "Recovery Met: 30 s on average, wanted are 5m");
    }

    @Test
    void withoutAnIncidentTimesAreNotJudged() {
        var status = report(probe(), seen(FRESH, INTENT, "ggg", "ggg", "ggg"));

        assertThat(status.availability()).isEqualTo("100");
        assertThat(status.errorBudgetLeftPercent()).isEqualTo(100);
        assertThat(status.meanTimeToDetectSeconds()).isNull();
        assertThat(status.objectives())
                .extracting(ObjectiveStatus::state)
                .containsExactly(
                        ObjectiveStatus.State.Met, ObjectiveStatus.State.Unknown, ObjectiveStatus.State.Unknown);
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource({
        "ggg, gggg, None",
        "ggg, gggb, None",
        "gggb, gggbb, None",
        "g, gg, Detail",
        "u, g, Transition",
        "ggg, gggbbb, Transition",
        "gggbbb, gggbbbb, Counters",
        "gggbbbg, gggbbbgg, Transition",
        "gggbbbggbbbggbbb, gggbbbggbbbggbbbgg, Detail",
        "ggg, gggu, Detail",
    })
    void aStatusIsWrittenWhenSomethingIsNew(String before, String after, ProbeChange change) {
        var probe = probe();
        var first = report(probe, seen(FRESH, INTENT, before, steady(before), steady(before)));
        probe.setStatus(first);

        var second = report(probe, seen(FRESH, INTENT, after, steady(after), steady(after)));

        assertThat(ProbeChange.between(first, second)).isEqualTo(change);
    }

    @Test
    void aStatusOfAnotherGenerationIsWrittenAtOnce() {
        var probe = probe();
        var first = report(probe, FRESH);
        probe.getMetadata().setGeneration(2L);

        assertThat(ProbeChange.between(first, report(probe, FRESH)).pause()).contains(Duration.ZERO);
        assertThat(ProbeChange.between(null, first)).isEqualTo(ProbeChange.Transition);
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ggg    | gggg      |",
                "ggg    | gggbbb    | IncidentOpened",
                "gggbbb | gggbbbb   |",
                "gggbbb | gggbbbgg  | IncidentClosed",
                "ggg    | gggbbbgg  | IncidentOpened,IncidentClosed",
                "ggg    | gbbbggbbbggbbb  | FlappingStarted",
            })
    void whatIsNewIsToldOnce(String before, String after, String reasons) {
        var first = report(probe(), seen(FRESH, INTENT, before, steady(before), steady(before)));
        var second = report(probe(), seen(FRESH, INTENT, after, steady(after), steady(after)));

        var news = ProbeNews.between(first, second, "https://runbooks.example.com/a");

        assertThat(news)
                .extracting(each -> each.reason().name())
                .containsExactlyElementsOf(reasons == null ? List.of() : Arrays.asList(reasons.split(",")));
    }

    @Test
    void anEventNamesWhatFailsAndWhereToRead() {
        var first = report(probe(), seen(FRESH, INTENT, "ggg", "ggg", "ggg"));
        var second = report(probe(), seen(FRESH, INTENT, "gggbbb", "gggggg", "gggggg"));

        assertThat(ProbeNews.between(first, second, "https://runbooks.example.com/a"))
                .extracting(News::note)
                .containsExactly("since 2026-09-26T10:00:30Z, detected after 20 s: Unhealthy: db: connection refused; "
                        + "see https://runbooks.example.com/a");
    }

    private static String steady(String row) {
        return "g".repeat(row.length());
    }

    private static HealthProbeStatus report(HealthProbe probe, Health health) {
        return ProbeReport.of(probe, INTENT, health, GivenProbe.at(20));
    }

    private static HealthProbeStatus status(HealthProbe probe) {
        return requireNonNull(probe.getStatus());
    }

    private static String verdict(HealthProbeStatus status, String type) {
        var condition = condition(status, type);
        return condition.getStatus() + "/" + condition.getReason();
    }

    private static Condition condition(HealthProbeStatus status, String type) {
        return requireNonNull(status.conditions()).stream()
                .filter(each -> each.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
