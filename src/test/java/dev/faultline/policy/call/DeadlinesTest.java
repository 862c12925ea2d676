package dev.faultline.policy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.ResiliencePolicySpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | '' | none",
                "'[{port: a}]' | a | none",
                "'[{port: a, deadline: {max: 5s}}]' | a | none",
                "'[{port: a, deadline: {whenAbsent: 1s, max: 5s}}]' | '' | 5s",
                "'[{port: a, deadline: {whenAbsent: 1s}}]' | '' | none",
                "'[{port: a, deadline: {whenAbsent: 1s, max: 5s}}, {port: b, deadline: {whenAbsent: 1s, max: 90s}}]'"
                        + " | '' | 1m30s",
                "'[{port: a, deadline: {whenAbsent: 1s, max: 5s}}, {port: b}]' | b | none"
            })
    void theLongestThatARequestMayTakeIsKnownWhereAllPortsHaveADeadline(
            String inbound, String unbounded, String longest) {
        var deadlines = deadlines(inbound);

        assertThat(String.join(" ", deadlines.unbounded())).isEqualTo(unbounded);
        assertThat(words(deadlines.longest())).isEqualTo(longest);
    }

    /** A class's deadline is both; the port's own is for classes without one, and for requests of no class. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | c: 3s | false | none",
                "'' | c: 3s, rest: 4s | true | 4s",
                "'' | c: none, rest: 4s | false | none",
                "'max: 5s' | c: 3s | false | 5s",
                "'max: 5s' | c: 3s, rest: 4s | true | 4s",
                "'max: 5s' | c: 3s, rest: none | false | 5s",
                "'max: 5s' | c: none, rest: 4s | false | 5s",
                "'whenAbsent: 1s' | c: 7s | true | none",
                "'whenAbsent: 1s' | c: 7s, rest: 4s | true | 7s",
                "'whenAbsent: 1s, max: 5s' | c: 3s | true | 5s",
                "'whenAbsent: 1s, max: 5s' | c: 3s, rest: 200ms | true | 3s"
            })
    void whereAllRequestsAreOfAClassWithADeadlineThatOfThePortDoesNotCount(
            String deadline, String classes, boolean given, String longest) {
        var routes = classes.replace("c: none", "{name: c, match: {methods: [GET]}}")
                .replace("rest: none", "{name: rest}")
                .replaceAll("c: ([0-9a-z]+)", "{name: c, match: {methods: [GET]}, deadline: $1}")
                .replaceAll("rest: ([0-9a-z]+)", "{name: rest, deadline: $1}");

        var port = deadlines("[{port: a, "
                        + (deadline.isEmpty() ? "" : "deadline: {" + deadline + "}, ")
                        + "routeClasses: [" + routes + "]}]")
                .port("a")
                .orElseThrow();

        assertThat(port.isGiven()).isEqualTo(given);
        assertThat(words(port.longest())).isEqualTo(longest);
    }

    private static Deadlines deadlines(String inbound) {
        return Deadlines.of(
                Objects.requireNonNull(Serialization.unmarshal("inbound: " + inbound, ResiliencePolicySpec.class)
                        .inbound()));
    }

    private static String words(Optional<Duration> span) {
        return span.map(Span::words).orElse("none");
    }
}
