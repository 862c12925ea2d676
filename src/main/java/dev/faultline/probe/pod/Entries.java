package dev.faultline.probe.pod;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the entries of a health answer. Source: MicroProfile Health 4.0, appendix A: an array {@code checks} of name and
 * status. Source: Spring Boot Actuator, health endpoint: an object {@code components} by name, which may have components
 * of their own; those are told in place of the one that holds them.
 */
public final class Entries {
    /** Entries of one answer that are kept, the first by name. */
    static final int MOST = 32;

    /** Characters of a name that are kept. */
    static final int LONGEST = 200;

    private static final int DEEPEST = 4;
    private static final int DEEPEST_JSON = 50;
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9 ._/-]");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_JSON)
                    .build())
            .build());

    private Entries() {}

    /** @return none where the body is no such answer, which is no failure */
    public static SortedMap<String, EntryState> read(byte[] body) {
        var entries = new TreeMap<String, EntryState>();
        try {
            var answer = JSON.readTree(body);
            if (answer != null) {
                answer.path("checks")
                        .forEach(check -> add(entries, check.path("name").asText(""), check));
                addComponents(entries, "", answer, DEEPEST);
            }
        } catch (IOException e) {
            return Collections.emptySortedMap();
        }
        while (entries.size() > MOST) {
            entries.pollLastEntry();
        }
        return Collections.unmodifiableSortedMap(entries);
    }

    private static void addComponents(TreeMap<String, EntryState> entries, String prefix, JsonNode node, int depth) {
        node.path("components").properties().forEach(component -> {
            var name = prefix + component.getKey();
            if (depth > 1 && !component.getValue().path("components").isEmpty()) {
                addComponents(entries, name + "/", component.getValue(), depth - 1);
            } else {
                add(entries, name, component.getValue());
            }
        });
    }

    /** Of two that are shown alike, the worse one is told. */
    private static void add(TreeMap<String, EntryState> entries, String name, JsonNode entry) {
        var shown = shown(name);
        if (!shown.isEmpty()) {
            EntryState.of(entry.path("status").asText(""))
                    .ifPresent(state ->
                            entries.merge(shown, state, (one, other) -> one.compareTo(other) >= 0 ? one : other));
        }
    }

    private static String shown(String name) {
        var plain = STRANGE.matcher(name).replaceAll("_").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST).strip();
    }
}
