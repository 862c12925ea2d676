package dev.faultline.policy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.Telemetry;
import dev.faultline.api.Telemetry.AccessLog;
import dev.faultline.envoy.Signals;
import dev.faultline.envoy.trace.Tracing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TellingTest {
    private static Telemetry tracing(@Nullable Integer permille, String collector) {
        return new Telemetry(AccessLog.All, new Telemetry.Tracing(permille, collector));
    }

    @Test
    void failuresAreLoggedAndNothingIsTracedWhereNothingIsSaid() {
        assertThat(Telling.of(null)).isEqualTo(new Signals(AccessLog.Errors, Optional.empty()));
        assertThat(Telling.of(new Telemetry(null, null))).isEqualTo(Telling.of(null));
    }

    @Test
    void oneTraceInAHundredIsRecordedWhereNoShareIsSaid() {
        assertThat(Telling.of(tracing(null, "collector.observability:4317")))
                .isEqualTo(new Signals(AccessLog.All, Optional.of(new Tracing(10, "collector.observability", 4317))));
    }

    @Test
    void aShareOfNoneIsNotTheDefault() {
        assertThat(Telling.of(tracing(0, "collector:1")).tracing()).hasValue(new Tracing(0, "collector", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "collector", ":4317", "collector:", "collector:http", "collector:99999999999"})
    void whatIsNoPlaceIsNoCollector(String collector) {
        assertThat(Telling.of(tracing(10, collector)).tracing()).isEmpty();
    }
}
