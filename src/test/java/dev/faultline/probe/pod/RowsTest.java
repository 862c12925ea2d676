package dev.faultline.probe.pod;

import static dev.faultline.probe.pod.GivenPods.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.probe.Answer;
import dev.faultline.probe.GivenProbe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One answer for each row, from one round over the pods. */
class RowsTest {
    @ParameterizedTest(name = "pods that answer {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ggg        | self: good",
                "b          | self: connection refused on 1 of 1 pod",
                "gb         | self: good",
                "bb         | self: connection refused on 2 of 2 pods",
                "ggb        | self: good",
                "gbb        | self: connection refused on 2 of 3 pods (web-b, web-c)",
                "gggggggggb | self: good",
                "gggggbbbbb | self: good",
                "ggggbbbbbb | self: connection refused on 6 of 10 pods",
                "bbb        | self: connection refused on 3 of 3 pods",
                // Those that are not ready, or that could not be asked, are neither good nor bad.
                "gb--       | self: good",
                "g---       | self: good",
                "b---       | self: connection refused on 1 of 1 pod",
                "uug        | self: good",
                "uub        | self: connection refused on 1 of 1 pod",
                "uuu        | self: not dialled: 10.0.0.1 is a node",
                "---        | self: no pod is ready to be asked",
                // Entries.
                "eee        | self: good, self/db: good, self/mq: good",
                "eed        | self: good, self/db: good, self/mq: good",
                "edd        | self: status 503 on 2 of 3 pods (web-b, web-c); entry db is DOWN on 2 of 3 pods (web-b, web-c), self/db: DOWN on 2 of 3 pods (web-b, web-c), self/mq: good",
                "dm         | self: status 503 on 2 of 2 pods; entry db is DOWN on 1 of 2 pods (web-a); entry mq is DOWN on 1 of 2 pods (web-b), self/db: good, self/mq: good",
                "bdd        | self: status 503 on 2 of 3 pods (web-b, web-c); connection refused on 1 of 3 pods (web-a); entry db is DOWN on 2 of 3 pods (web-b, web-c), self/db: DOWN on 2 of 2 pods, self/mq: good",
                // What the application serves as good is good, whatever it says of an entry.
                "www        | self: good, self/db: DOWN on 3 of 3 pods, self/mq: good",
            })
    void aRowIsBadWhereFewerThanHalfOfThePodsAreGood(String letters, String rows) {
        assertThat(words(Rows.of(round(0, letters), Set.of()))).isEqualTo(rows);
    }

    @Test
    void eachWorkloadIsJudgedByItself() {
        var web = GivenPods.sample(GivenPods.pod(0), 'g');
        var batch = GivenPods.sample(new PodRef("uid-z", "batch-z", "Deployment/batch"), 'b');
        var round = new PodRound("self", GivenProbe.START, List.of(web, web, web, batch), Set.of());

        assertThat(words(Rows.of(round, Set.of()))).isEqualTo("self: connection refused on 1 of 4 pods (batch-z)");
    }

    @ParameterizedTest(name = "rows db and mq, then pods that answer {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bb | self, self/db, self/mq",
                "-- | self, self/db, self/mq",
                "gb | self",
                "gg | self",
                "ee | self, self/db, self/mq",
            })
    void aRowThatPodsNoLongerTellIsGoneButOneThatNonCanTellStays(String letters, String names) {
        var rows = Rows.of(round(0, letters), Set.of("self", "self/db", "self/mq", "other/db"));

        assertThat(String.join(", ", rows.keySet())).isEqualTo(names);
    }

    @Test
    void ofARowThatNoPodCanTellNothingIsKnown() {
        assertThat(Rows.of(round(0, "bb"), Set.of("self/db")))
                .containsEntry("self/db", new Answer.Untold("no pod tells it at the moment"));
    }

    private static String words(Map<String, Answer> rows) {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + ": "
                        + switch (row.getValue()) {
                            case Answer.Good _ -> "good";
                            case Answer.Bad(var message) -> message;
                            case Answer.Untold(var message) -> message;
                        })
                .collect(Collectors.joining(", "));
    }
}
