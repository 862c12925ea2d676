package dev.faultline.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.faultline.Golden;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the table of conditions and reasons, which the reference is made from, says what the planner says. */
class ConditionTableTest {

    /** What comes of an answer of the API server, which a golden case does not have. */
    private static final Set<String> ANSWERS = Set.of("DisruptionSafe/EvictionRefused", "Ready/Retrying");

    @Test
    void theTableHoldsEveryReasonThatTheGoldenStatusesGiveAndNoOther() {
        var table = new TreeSet<String>();
        for (var row : ConditionTable.ResiliencePolicy.rows()) {
            row.reasons().forEach(reason -> table.add(row.type() + "/" + reason));
        }

        var given = new TreeSet<>(ANSWERS);
        statuses()
                .forEach(status -> status.path("conditions")
                        .forEach(condition -> given.add(condition.path("type").asText() + "/"
                                + condition.path("reason").asText())));

        assertThat(given).isEqualTo(table);
    }

    private static Stream<JsonNode> statuses() {
        return Golden.cases("policy")
                .flatMap(ConditionTableTest::outputs)
                .map(text -> Serialization.unmarshal(text, JsonNode.class).path("status"));
    }

    private static Stream<String> outputs(Path folder) {
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("out-"))
                    .map(ConditionTableTest::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
