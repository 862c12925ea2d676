package dev.faultline.policy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.Consistency;
import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.api.traffic.Dependency.Protocol;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
    private static final Call.Context CONTEXT = new Call.Context("shop", Consistency.Available, Telling.of(null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP | '' | default timeout of 15s",
                "HTTP2 | ', timeout: 2s' | timeout of 2s",
                "GRPC | '' | none",
                "GRPC | ', timeout: 2s' | timeout of 2s",
                "TCP | ', timeout: 2s' | none",
                "HTTP | ', timeout: 2s, retries: {}' | timeout of 2s",
                "HTTP | ', timeout: 2s, retries: {perTryTimeout: 1s}' | perTryTimeout of 1s",
                "HTTP | ', timeout: 2s, retries: {attempts: 0, perTryTimeout: 1s}' | timeout of 2s",
                "HTTP | ', retries: {perTryTimeout: 20s}' | default timeout of 15s"
            })
    void aCallWaitsForOneTryAsLongAsTheLeastOfWhatIsSaid(Protocol spoken, String terms, String words) {
        var spec = Serialization.unmarshal(
                "dependencies: [{name: dep, serviceRef: {name: dep, port: 80}" + terms + "}]",
                ResiliencePolicySpec.class);
        var call = Call.of(Objects.requireNonNull(spec.dependencies()).getFirst(), CONTEXT)
                .orElseThrow();

        assertThat(call.patience(spoken).map(Patience::words).orElse("none")).isEqualTo(words);
    }
}
