package dev.faultline.probe.pod;

import static dev.faultline.probe.pod.GivenPods.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.probe.Rules;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each pod by itself, from rounds of answers: three bad ones make it fail, two good ones make it pass again. */
class PodBookTest {
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(10), Duration.ofSeconds(3), 3, 2, Duration.ofMinutes(10), 4);

    @ParameterizedTest(name = "a pod that answers {0}: judged {1}, failing by {2}, bad now by {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "-     | false | []        | []",
                "g     | true  | []        | []",
                "b     | false | []        | [self]",
                "bb    | false | []        | [self]",
                "bbb   | true  | [self]    | [self]",
                "gbb   | true  | []        | [self]",
                "gddd  | true  | [self/db] | [self/db]",
                "gdddg | true  | [self/db] | []",
                "gdddgg| true  | []        | []",
                "gddm  | true  | [self/mq] | [self/mq]",
                "gddb  | true  | [self]    | [self]",
                // What the application serves as good takes nobody out of service.
                "wwww  | true  | []        | []",
                // A pod that is not ready is not asked, and stays as it was judged.
                "gddd--| true  | [self/db] | [self/db]",
                "gdd-d | true  | [self/db] | [self/db]",
                "guu   | false | []        | []",
            })
    void aPodIsJudgedByItsOwnRowOfAnswers(String row, boolean judged, String failing, String bad) {
        var verdict = book(row.chars().mapToObj(Character::toString).toArray(String[]::new))
                .verdict("uid-a", Set.of("self"));

        assertThat(verdict.judged()).isEqualTo(judged);
        assertThat(verdict.failing()).hasToString(failing);
        assertThat(verdict.badNow()).hasToString(bad);
    }

    @Test
    void aPodIsJudgedOnlyByChecksThatWeigh() {
        assertThat(book("b", "b", "b").verdict("uid-a", Set.of("other"))).isEqualTo(PodVerdict.UNKNOWN);
    }

    @Test
    void aPodThatIsGoneLeavesNothingBehind() {
        var book = book("gb", "gb", "gb", "g ");

        assertThat(book.verdict("uid-b", Set.of("self"))).isEqualTo(PodVerdict.UNKNOWN);
        assertThat(book.remarks()).isEmpty();
    }

    @Test
    void whichPodsFailIsRemarkedOnceTheyAreJudged() {
        assertThat(book("eed", "eed").remarks()).isEmpty();
        assertThat(book("eed", "eed", "eed").remarks())
                .containsOnlyKeys("self", "self/db")
                .containsEntry("self", "fails on 1 of 3 pods (web-c): status 503")
                .containsEntry("self/db", "bad on 1 of 3 pods (web-c)");
        assertThat(book("ggb", "ggb", "ggb").remarks())
                .containsOnlyKeys("self")
                .containsEntry("self", "fails on 1 of 3 pods (web-c): connection refused");
    }

    @Test
    void aCheckThatIsNoLongerAskedForIsForgotten() {
        assertThat(book("b", "b", "b").of(Set.of("other"))).isEqualTo(PodBook.EMPTY);
    }

    @Test
    void whatIsKeptOfAPodDoesNotGrow() {
        var book = PodBook.EMPTY;
        for (var index = 0; index < 200; index++) {
            book = book.after(round(index * 10, "gb"), RULES);
        }

        assertThat(book.checks().getOrDefault("self", Map.of()).values())
                .allSatisfy(pod -> assertThat(pod.track().turns()).isEmpty());
    }

    private static PodBook book(String... rounds) {
        var book = PodBook.EMPTY;
        for (var index = 0; index < rounds.length; index++) {
            book = book.after(round(index, rounds[index]), RULES);
        }
        return book;
    }
}
