package dev.faultline.probe;

import static dev.faultline.probe.GivenProbe.START;
import static dev.faultline.probe.GivenProbe.at;
import static dev.faultline.probe.GivenProbe.intent;
import static dev.faultline.probe.GivenProbe.probe;
import static dev.faultline.probe.GivenProbe.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Availability and incidents, from rows of samples that come each 10 s. */
class HealthTest {
    private static final ProbeIntent INTENT = intent(probe());
    private static final Health FRESH = Health.fresh(START).of(INTENT, START);

    @ParameterizedTest(name = "db {0} and api {1}: {2} s up, {3} s down")
    @CsvSource({
        // Until both have answered, nothing is known.
        "ggg, ggg, 20, 0",
        "-gg, ggg, 10, 0",
        // What may still change is not accounted for.
        "gggb, gggg, 30, 0",
        "gggbb, ggggg, 30, 0",
        "ggbb, gggg, 20, 0",
        // Down since the first bad sample.
        "gbbb, gggg, 10, 20",
        "gbbbbb, gggggg, 10, 40",
        "gbbbg, ggggg, 10, 30",
        "gbbbgg, gggggg, 20, 30",
        "gbbbggg, ggggggg, 30, 30",
        // Both fail, one after the other: down once.
        "gbbbggggg, ggbbbgggg, 40, 40",
        // Time that nobody watched is in neither sum; the first period after a sample is watched.
        "ggg-----ggg, ggg-----ggg, 50, 0",
        "gu, gu, 10, 0",
        "guu, guu, 10, 0",
        "guug, ggggg, 10, 0",
    })
    void watchedTimeIsUpOrDown(String db, String api, long up, long down) {
        var width = Math.max(db.length(), api.length());

        var health = seen(FRESH, INTENT, padded(db, width), padded(api, width));

        assertThat(sum(health, Ledger.Part::up)).isEqualTo(Duration.ofSeconds(up));
        assertThat(sum(health, Ledger.Part::down)).isEqualTo(Duration.ofSeconds(down));
    }

    @Test
    void aCheckThatIsNotCriticalDoesNotWeigh() {
        var health = seen(FRESH, INTENT, "gggggg", "gggggg", "gbbbbb");

        assertThat(health.track(INTENT.checks().getLast()).isFailing()).isTrue();
        assertThat(sum(health, Ledger.Part::down)).isZero();
        assertThat(health.outages()).isEqualTo(Outages.NONE);
    }

    @Test
    void theWindowHoldsAtMostThirtyTwoPartsAndForgetsWhatIsOlder() {
        var health = seen(FRESH, INTENT, "gbbbgg" + "g".repeat(500), "g".repeat(506));

        assertThat(health.ledger().parts()).hasSizeBetween(29, 32);
        assertThat(sum(health, Ledger.Part::down)).isZero();
        assertThat(health.ledger().availability()).contains(1.0);
    }

    @Test
    void anotherLengthOfTheWindowKeepsWhatWasWatched() {
        var longer = intent(probe("""
                deep: {checks: [{name: db, tcp: {address: "db:5432"}}, {name: api, http: {url: "http://api.shop/health"}}]}
                objectives: {window: 720h}
                """));
        var health = seen(FRESH, INTENT, "g".repeat(100), "g".repeat(100));

        var after = health.of(longer, at(100)).after("db", new Sample(at(100), GivenProbe.answer('g')), longer);
        var later = after.after("api", new Sample(at(100), GivenProbe.answer('g')), longer);

        assertThat(later.ledger().parts()).hasSize(1);
        assertThat(sum(later, Ledger.Part::up)).isEqualTo(Duration.ofSeconds(1000));
    }

    @ParameterizedTest(name = "db {0} and api {1}: {2} detected, {3} recovered, in {4} s and {5} s")
    @CsvSource({
        "gbb, ggg, 0, 0, 0, 0",
        "gbbb, gggg, 1, 0, 20, 0",
        "gbbbg, ggggg, 1, 0, 20, 0",
        "gbbbgg, gggggg, 1, 1, 20, 30",
        "gbbbggbbbgg, ggggggggggg, 2, 2, 40, 60",
        // Two that fail together are one incident, which ends with the last of them.
        "gbbbggggg, ggbbbgggg, 1, 1, 20, 40",
        // Silence neither opens nor closes anything.
        "gbbbugg, ggggggg, 1, 1, 20, 40",
        "gbbuuuu, ggggggg, 0, 0, 0, 0",
        "gbbb---u, gggggggg, 1, 0, 20, 0",
    })
    void incidentsAreDetectedAndRecover(
            String db, String api, long detected, long recovered, long detection, long recovery) {
        var outages = seen(FRESH, INTENT, db, api).outages();

        assertThat(outages.detected()).isEqualTo(detected);
        assertThat(outages.recovered()).isEqualTo(recovered);
        assertThat(outages.detectedIn()).isEqualTo(Duration.ofSeconds(detection));
        assertThat(outages.recoveredIn()).isEqualTo(Duration.ofSeconds(recovery));
    }

    @Test
    void anIncidentNamesEveryCheckThatFailedInIt() {
        var outage =
                seen(FRESH, INTENT, "gbbbggggg", "ggbbbgggg").outages().newest().getFirst();

        assertThat(outage.checks()).containsExactly("api", "db");
        assertThat(outage.began()).isEqualTo(at(1));
    }

    @Test
    void anIncidentKeepsItsCauseAndTheNextOneHasNone() {
        var open = seen(FRESH, INTENT, "gbbb", "gggg").causedBy("GameDayRun/kill-1");
        var closed = seen(open, INTENT, "--------gg", "--------gg");
        var next = seen(closed, INTENT, "------------bbb", "------------ggg");

        assertThat(open.outages().newest()).extracting(Outages.Outage::cause).containsExactly("GameDayRun/kill-1");
        assertThat(closed.outages().open()).isEmpty();
        assertThat(closed.causedBy("GameDayRun/kill-2")).isEqualTo(closed);
        assertThat(next.outages().newest()).extracting(Outages.Outage::cause).containsExactly("", "GameDayRun/kill-1");
    }

    @Test
    void theNewestFiveIncidentsAreKeptAndAllAreCounted() {
        var outages =
                seen(FRESH, INTENT, "g" + "bbbgg".repeat(7), "g".repeat(36)).outages();

        assertThat(outages.newest()).hasSize(5);
        assertThat(outages.newest().getFirst().began()).isEqualTo(at(31));
        assertThat(outages.detected()).isEqualTo(7);
        assertThat(outages.meanTimeToDetect()).contains(Duration.ofSeconds(20));
        assertThat(outages.meanTimeToRecover()).contains(Duration.ofSeconds(30));
    }

    @Test
    void anIncidentEndsWhenTheSpecNoLongerAsksForItsCheck() {
        var only = intent(probe("deep: {period: 10s, checks: [{name: api, http: {url: \"http://api.shop/health\"}}]}"));
        var failing = seen(FRESH, INTENT, "gbbb", "gggg");

        var after = failing.of(only, at(4)).after("api", new Sample(at(4), GivenProbe.answer('g')), only);

        assertThat(after.tracks()).containsOnlyKeys("api");
        assertThat(after.outages().open()).isEmpty();
        assertThat(after.outages().recovered()).isEqualTo(1);
    }

    private static Duration sum(Health health, Function<Ledger.Part, Duration> span) {
        return health.ledger().parts().stream().map(span).reduce(Duration.ZERO, Duration::plus);
    }

    private static String padded(String row, int width) {
        return row + "-".repeat(width - row.length());
    }

    @Test
    void theRowsOfEntriesHangOnTheirCheckAndDoNotWeigh() {
        var none = new Answer.Good(Duration.ofMillis(3));
        Answer down = new Answer.Bad("DOWN on 3 of 3 pods");
        var health = FRESH;
        for (var index = 0; index < 4; index++) {
            health = health.after("db", Map.of("db", none, "db/one", down, "db/two", none), at(index), INTENT);
        }

        assertThat(health.tracks().keySet())
                .startsWith("db")
                .endsWith("api", "cache")
                .hasSize(5);
        assertThat(health.entries("db")).containsOnlyKeys("db/one", "db/two");
        assertThat(health.entries("db").values())
                .extracting(track -> track.shown().name())
                .containsExactlyInAnyOrder("Failing", "Passing");
        assertThat(health.outages()).isEqualTo(Outages.NONE);

        var later = health.after("db", Map.of("db", none, "db/two", none), at(4), INTENT);

        assertThat(later.entries("db")).containsOnlyKeys("db/two");
        assertThat(later.tellsMoreThan(health, INTENT.rules())).isTrue();
    }
}
