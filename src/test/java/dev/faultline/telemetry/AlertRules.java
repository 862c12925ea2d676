package dev.faultline.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The alerts that we ship as an example. */
final class AlertRules {
    static final Path FILE = Path.of("docs/prometheus-rules.yaml");

    private AlertRules() {}

    record Alert(String name, String expression, String pending, String summary, String description) {}

    static List<Alert> all() {
        try {
            var groups = Serialization.unmarshal(Files.readString(FILE), JsonNode.class)
                    .path("groups");
            return StreamSupport.stream(groups.spliterator(), false)
                    .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
                    .map(rule -> new Alert(
                            rule.path("alert").asText(),
                            rule.path("expr").asText(),
                            rule.path("for").asText(),
                            rule.path("annotations").path("summary").asText(),
                            rule.path("annotations").path("description").asText()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
