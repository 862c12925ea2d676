package dev.faultline.policy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import dev.faultline.api.status.InboundStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTest {
    private static final String NAME = "inventory";
    private static final Account LATER = new Account.NotYet();

    private static Account told(Standing standing, int ejected, long calls, long errors, long retries) {
        return new Account.Told(Map.of(NAME, new Reading(standing, 3, ejected, 60, calls, errors, retries)), Map.of());
    }

    private static Live live(List<DependencyStatus> before, Account... accounts) {
        return Live.of(
                new Live.Subject(List.of(NAME), List.of()), List.of(accounts), new Live.Shown(before, List.of()));
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

    private static Account received(long requests, long errors, long shed, long missed) {
        return new Account.Told(
                Map.of(),
                Map.of(
                        "http",
                        new Inflow(60, new Arrivals(Map.of("pay", requests), requests, errors, shed, missed)),
                        "nobodys",
                        new Inflow(60, new Arrivals(Map.of(), 600, 600, 600, 600))));
    }

    private static Live inbound(List<InboundStatus> before, Account... accounts) {
        return Live.of(
                new Live.Subject(List.of(), List.of(new Port("http", List.of("pay", "search")))),
                List.of(accounts),
                new Live.Shown(List.of(), before));
    }

    @Test
    void theRequestsOfAllSidecarsAreSummedUpAndOtherPortsPassedOver() {
        var live = inbound(List.of(), received(600, 6, 72, 3), received(1200, 0, 144, 0), received(0, 0, 0, 0));

        assertThat(live.inbound()).containsExactly(new InboundStatus("http", "pay", "0.2", "0.3", 30L, "12.0"));
        assertThat(live.shedding()).containsExactly("port http sheds 12 % of its requests");
        assertThat(live.open()).isEmpty();
        assertThat(live.next()).isPresent();
    }

    @Test
    void ofAPortThatNobodyHasToldOfOnlyTheNameIsKnown() {
        var live = inbound(List.of(), new Account.Nothing(), told(Standing.Closed, 0, 1, 0, 0));

        assertThat(live.inbound()).containsExactly(new InboundStatus("http", null, null, null, null, null));
        assertThat(live.shedding()).isEmpty();
        assertThat(live.next()).isEmpty();
    }

    @Test
    void whereNoRequestsComeAnyMoreTheRateIsNoneAndAfterThatThereIsRest() {
        var busy = new InboundStatus("http", "pay", "0.0", "0.0", 30L, "12.0");
        var idle = new InboundStatus("http", null, null, null, 0L, null);

        var ended = inbound(List.of(busy), received(0, 0, 0, 0));

        assertThat(ended.inbound()).containsExactly(idle);
        assertThat(ended.shedding()).isEmpty();
        assertThat(ended.next()).isPresent();
        assertThat(inbound(List.of(idle), received(0, 0, 0, 0)).next()).isEmpty();
    }

    @Test
    void whoHasJustBegunToListenKeepsWhatIsShownOfAPort() {
        var shown = new InboundStatus("http", "search", "0.0", "0.0", 300L, "50.0");

        assertThat(inbound(List.of(shown), LATER, received(60, 0, 0, 0)).inbound())
                .containsExactly(shown);
        assertThat(inbound(List.of(), LATER, received(60, 0, 0, 0)).inbound())
                .containsExactly(new InboundStatus("http", "pay", "0.0", "0.0", 1L, "0.0"));
    }

    @ParameterizedTest
    @CsvSource({"4, ", "5, 1", "120, 12", "1000, 100"})
    void lessThanHalfAPercentIsNotWorthAWordInTheSummary(long shedOfThousand, Long percent) {
        var live = inbound(List.of(), received(1000, 0, shedOfThousand, 0));

        assertThat(live.shedding().toList())
                .isEqualTo(percent == null ? List.of() : List.of("port http sheds " + percent + " % of its requests"));
    }

    @Test
    void whateverASidecarTellsNoShareIsMoreThanTheSchemaAllows() {
        var live = live(List.of(), told(Standing.Closed, 0, 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2));

        assertThat(live.dependencies())
                .containsExactly(new DependencyStatus(NAME, State.Closed, 3, 0, 500, 0L, "100.0"));
    }
}
