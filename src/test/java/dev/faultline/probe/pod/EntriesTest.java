package dev.faultline.probe.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of the bodies that health endpoints write. */
class EntriesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"status\":\"UP\",\"checks\":[]} | {}",
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"db\",\"status\":\"DOWN\",\"data\":{\"a\":1}},{\"name\":\"mq\",\"status\":\"UP\"}]} | {db=Down, mq=Up}",
                "{\"status\":\"UP\",\"components\":{\"db\":{\"status\":\"UP\",\"details\":{\"a\":1}},\"ping\":{\"status\":\"UP\"}}} | {db=Up, ping=Up}",
                "{\"components\":{\"db\":{\"status\":\"DOWN\",\"components\":{\"one\":{\"status\":\"UP\"},\"two\":{\"status\":\"DOWN\"}}}}} | {db/one=Up, db/two=Down}",
                "{\"components\":{\"a\":{\"status\":\"OUT_OF_SERVICE\"},\"b\":{\"status\":\"UNKNOWN\"},\"c\":{\"status\":\"Fatal\"}}} | {a=OutOfService}",
                "{\"status\":\"UP\",\"groups\":[\"liveness\"]} | {}",
                "{\"checks\":[{\"name\":\"db\"},{\"status\":\"DOWN\"},7,null,{\"name\":{},\"status\":[]}]} | {}",
                "{\"checks\":{\"name\":\"db\",\"status\":\"DOWN\"}} | {}",
                "{\"checks\":[{\"name\":\"a?b\",\"status\":\"UP\"},{\"name\":\"a!b\",\"status\":\"DOWN\"}]} | {a_b=Down}",
            })
    void entriesAreReadByName(String body, String entries) {
        assertThat(read(body)).hasToString(entries);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "OK",
                "<html></html>",
                "{",
                "[]",
                "null",
                "\"UP\"",
                "{\"checks\":[{\"name\":\"db\",\"status\":\"DO"
            })
    void aBodyThatIsNoHealthAnswerTellsNothing(String body) {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void nestingThatIsMeantToExhaustTellsNothing() {
        assertThat(read("[".repeat(60_000))).isEmpty();
        assertThat(read("{\"components\":{\"a\":".repeat(3000))).isEmpty();
    }

    @Test
    void ofANameOnlyPlainCharactersAreShownAndNotTooMany() {
        var name = "Grüße\\u001b[31m\\n<b>" + "x".repeat(500);

        assertThat(read("{\"checks\":[{\"name\":\"" + name + "\",\"status\":\"DOWN\"}]}")
                        .keySet())
                .singleElement()
                .satisfies(shown -> assertThat(shown)
                        .startsWith("Gr__e__31m__b_xxx")
                        .hasSize(Entries.LONGEST)
                        .matches("[A-Za-z0-9 ._/-]+"));
    }

    @Test
    void ofVeryManyEntriesTheFirstByNameAreKept() {
        var many = IntStream.range(100, 1000)
                .mapToObj("{\"name\":\"e%d\",\"status\":\"UP\"}"::formatted)
                .collect(Collectors.joining(",", "{\"checks\":[", "]}"));

        assertThat(read(many))
                .hasSize(Entries.MOST)
                .containsKeys("e100", "e131")
                .doesNotContainKey("e132");
    }

    private static Map<String, EntryState> read(String body) {
        return Entries.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
