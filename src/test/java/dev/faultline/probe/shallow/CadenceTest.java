package dev.faultline.probe.shallow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {

    /** The table of docs/health.md. */
    @ParameterizedTest
    @CsvSource({
        "1s, 1, 1, 1", // the kubelet cannot do it in less than two
        "2s, 1, 1, 1",
        "5s, 1, 1, 4",
        "10s, 2, 2, 4",
        "15s, 3, 3, 4",
        "60s, 5, 5, 11",
        "120s, 5, 5, 23",
        "86400s, 5, 5, 17279"
    })
    void aDeadlineGivesPeriodTimeoutAndThreshold(String deadline, int period, int timeout, int threshold) {
        assertThat(Cadence.within(Duration.parse("PT" + deadline))).isEqualTo(new Cadence(period, timeout, threshold));
    }

    @Test
    void aContainerThatBreaksIsJudgedByTheDeadlineAndAtMostOnePeriodAndATimeoutEarlier() {
        IntStream.rangeClosed(2, 86_400).forEach(deadline -> {
            var cadence = Cadence.within(Duration.ofSeconds(deadline));

            var latest = cadence.period() * cadence.failureThreshold() + cadence.timeout();

            assertThat(latest).isBetween(deadline - cadence.period() + 1, deadline);
        });
    }

    @Test
    void aSingleFailureCountsOnlyWhereThereIsNoTimeForMore() {
        IntStream.rangeClosed(3, 86_400)
                .forEach(deadline -> assertThat(
                                Cadence.within(Duration.ofSeconds(deadline)).failureThreshold())
                        .isGreaterThan(1));
    }

    @Test
    void whatIsBelowASecondIsNotCounted() {
        assertThat(Cadence.within(Duration.ofMillis(15_900))).isEqualTo(Cadence.within(Duration.ofSeconds(15)));
    }
}
