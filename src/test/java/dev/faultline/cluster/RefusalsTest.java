package dev.faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a refused write is somebody else's change, and when it is trouble. */
class RefusalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Refusals refusals = new Refusals(PATIENCE, new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {404, 409, 422})
    void theWatchGetsTimeToTell(int code) {
        assertThatCode(() -> refusals.add("shop/web", "7", refusal(code))).doesNotThrowAnyException();

        assertThat(refusals.has("shop/web")).isTrue();
        assertThat(refusals.has("shop/api")).isFalse();
    }

    @Test
    void aRefusalThatNothingExplainsIsTrouble() {
        var refused = refusal(409);
        refusals.add("shop/web", "7", refused);
        now = now.plus(PATIENCE);

        assertThatThrownBy(() -> refusals.add("shop/web", "7", refused)).isSameAs(refused);
    }

    @Test
    void aChangeThatTheWatchHasToldStartsAnew() {
        refusals.add("shop/web", "7", refusal(409));
        now = now.plus(PATIENCE);

        assertThatCode(() -> refusals.add("shop/web", "8", refusal(409))).doesNotThrowAnyException();
    }

    @Test
    void aWriteThatSucceedsEndsIt() {
        refusals.add("shop/web", "7", refusal(409));

        refusals.forget("shop/web");

        assertThat(refusals.has("shop/web")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 410, 429, 500})
    void anyOtherAnswerIsTroubleAtOnce(int code) {
        var refused = refusal(code);

        assertThatThrownBy(() -> refusals.add("shop/web", "7", refused)).isSameAs(refused);
    }

    private static KubernetesClientException refusal(int code) {
        return new KubernetesClientException("refused", code, new Status());
    }
}
