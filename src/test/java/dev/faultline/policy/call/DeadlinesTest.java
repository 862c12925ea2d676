package dev.faultline.policy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.ResiliencePolicySpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | '' | none",
                "'[{port: a}]' | a | none",
                "'[{port: a, deadline: {max: 5s}}]' | '' | 5s",
                "'[{port: a, deadline: {whenAbsent: 1s, max: 5s}}]' | '' | 5s",
                "'[{port: a, deadline: {whenAbsent: 1s}}]' | '' | 1s",
                "'[{port: a, deadline: {whenAbsent: 1s}, routeClasses: [{name: c, deadline: 7s}]}]' | '' | 7s",
                "'[{port: a, deadline: {max: 5s}, routeClasses: [{name: c, deadline: 3s}]}]' | '' | 5s",
                "'[{port: a, routeClasses: [{name: c, deadline: 3s}]}]' | '' | 3s",
                "'[{port: a, routeClasses: [{name: c, deadline: 3s, match: {methods: [GET]}}]}]' | a | none",
                "'[{port: a, deadline: {max: 5s}}, {port: b, deadline: {max: 1m30s}}]' | '' | 1m30s",
                "'[{port: a, deadline: {max: 5s}}, {port: b}]' | b | none"
            })
    void theLongestThatARequestMayTakeIsKnownWhereAllPortsHaveADeadline(
            String inbound, String unbounded, String longest) {
        var deadlines = Deadlines.of(
                Objects.requireNonNull(Serialization.unmarshal("inbound: " + inbound, ResiliencePolicySpec.class)
                        .inbound()));

        assertThat(String.join(" ", deadlines.unbounded())).isEqualTo(unbounded);
        assertThat(deadlines.longest().map(Span::words).orElse("none")).isEqualTo(longest);
    }
}
