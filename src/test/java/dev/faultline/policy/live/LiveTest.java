package dev.faultline.policy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTest {
    private static final String NAME = "inventory";
    private static final Account LATER = new Account.NotYet();

    private static Account told(Standing standing, int ejected, long calls, long errors, long retries) {
        return new Account.Told(Map.of(NAME, new Reading(standing, 3, ejected, 60, calls, errors, retries)));
    }

    private static Live live(List<DependencyStatus> before, Account... accounts) {
        return Live.of(List.of(NAME), List.of(accounts), before);
    }

    private static DependencyStatus shown(State state, Integer retryPercent, Long perSecond, String errorPercent) {
        return new DependencyStatus(NAME, state, 3, 0, retryPercent, perSecond, errorPercent);
    }

    @Test
    void theWorstSidecarSaysHowItStandsAndCallsAreSummedUp() {
        var live = live(
                List.of(),
                told(Standing.Closed, 0, 600, 0, 60),
                told(Standing.Partial, 1, 1200, 36, 0),
                told(Standing.Closed, 0, 0, 0, 0));

        assertThat(live.dependencies()).containsExactly(new DependencyStatus(NAME, State.Partial, 3, 1, 3, 30L, "2.0"));
        assertThat(live.open()).isEmpty();
        assertThat(live.isMoving()).isTrue();
    }

    @Test
    void whereNoSidecarTellsNothingIsKnown() {
        assertThat(live(List.of(), new Account.Nothing()).dependencies())
                .containsExactly(new DependencyStatus(NAME, State.Unknown, null, null, null, null, null));
        assertThat(live(List.of()).next()).isEmpty();
    }

    @Test
    void whyABreakerIsOpenIsSaidWithTheSidecarsWhereItIs() {
        assertThat(live(List.of(), told(Standing.Empty, 3, 1, 1, 0), told(Standing.Closed, 0, 1, 0, 0))
                        .open())
                .containsExactly("inventory has no usable endpoint, 3 of 3 ejected in 1 of 2 sidecars");
        assertThat(live(List.of(), told(Standing.Full, 0, 1, 1, 0)).open())
                .containsExactly(
                        "inventory is at a limit of its circuitBreaker, which refuses calls in 1 of 1 sidecar");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "105, 100",
        "95, 100",
        "112, 112",
        "88, 88",
        "0, 0",
    })
    void theRateMovesOnlyWhenItHasChangedByATenth(long now, long expected) {
        var live = live(List.of(shown(State.Closed, 0, 100L, "0.0")), told(Standing.Closed, 0, now * 60, 0, 0));

        assertThat(live.dependencies().getFirst().requestsPerSecond()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "1, 0.1", "4, 0.5", "5, 0.5", "7, 0.5", "9, 0.9"})
    void theShareOfErrorsMovesOnlyWhenAPersonWouldCareButNoneIsAlwaysNone(long errors, String expected) {
        var live = live(List.of(shown(State.Closed, 0, 17L, "0.5")), told(Standing.Closed, 0, 1000, errors, 0));

        assertThat(live.dependencies().getFirst().errorPercent()).isEqualTo(errors == 1 ? "0.1" : expected);
    }

    @Test
    void whoHasJustBegunToListenKeepsWhatWasWorse() {
        var open = new DependencyStatus(NAME, State.Open, 3, 3, 0, 17L, "100.0");

        var early = live(List.of(open), LATER, told(Standing.Closed, 0, 10, 0, 0));

        assertThat(early.dependencies()).containsExactly(open);
        assertThat(early.open()).hasSize(1);
        assertThat(early.next()).isPresent();
        assertThat(live(List.of(open), told(Standing.Closed, 0, 10, 0, 0)).dependencies())
                .extracting(DependencyStatus::state)
                .containsExactly(State.Closed);
        assertThat(live(List.of(open), LATER).dependencies()).containsExactly(open);
        assertThat(live(List.of(shown(State.Closed, 0, 1L, "0.0")), LATER, told(Standing.Full, 0, 1, 1, 0))
                        .dependencies())
                .extracting(DependencyStatus::state)
                .containsExactly(State.Open);
    }

    @Test
    void whatIsAtRestIsNotLookedAtAgain() {
        var resting = live(List.of(), told(Standing.Closed, 0, 0, 0, 0));

        assertThat(resting.next()).isEmpty();
        assertThat(resting.dependencies())
                .containsExactly(new DependencyStatus(NAME, State.Closed, 3, 0, null, 0L, null));
        assertThat(live(List.of(shown(State.Closed, 0, 17L, "0.0")), told(Standing.Closed, 0, 0, 0, 0))
                        .next())
                .isPresent();
    }
}
