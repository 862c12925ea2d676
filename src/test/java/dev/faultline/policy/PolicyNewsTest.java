package dev.faultline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.News;
import dev.faultline.api.status.Severity;
import dev.faultline.api.status.TargetState;
import dev.faultline.api.status.TargetStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People hear of each thing once. */
class PolicyNewsTest {
    private static final Finding SINGLE = new Finding("SingleReplica", Severity.Warning, "one", "Deployment/web");
    private static final Finding EXISTING =
            new Finding("ExistingBudget", Severity.Info, "there is one", "Deployment/web");

    @Test
    void aFindingIsToldWhenItAppearsAndNotAgain() {
        var with = status(List.of(), SINGLE);

        assertThat(PolicyNews.between(null, with))
                .extracting(News::reason)
                .containsExactly(EventReason.FindingAppeared);
        assertThat(PolicyNews.between(with, with)).isEmpty();
        assertThat(PolicyNews.between(with, status(List.of()))).isEmpty();
    }

    @Test
    void whatIsGoodToKnowIsNotAnEvent() {
        assertThat(PolicyNews.between(null, status(List.of(), EXISTING))).isEmpty();
    }

    @Test
    void aLostTargetIsToldOnceWithTheWinner() {
        var lost = status(List.of(new TargetStatus(
                "Deployment/web",
                TargetState.Conflicted,
                null,
                null,
                null,
                null,
                "ResiliencePolicy old has this target")));

        assertThat(PolicyNews.between(status(List.of()), lost)).singleElement().satisfies(news -> {
            assertThat(news.reason()).isEqualTo(EventReason.PolicyConflicted);
            assertThat(news.warning()).isTrue();
            assertThat(news.note()).contains("Deployment/web", "old");
        });
        assertThat(PolicyNews.between(lost, lost)).isEmpty();
    }

    private static ResiliencePolicyStatus with(State state) {
        return new ResiliencePolicyStatus(
                1L,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new DependencyStatus("inventory", state, 3, 1, null, 0L, null)),
                null,
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "Unknown, Open, BreakerOpened",
        "Closed, Open, BreakerOpened",
        "Partial, Open, BreakerOpened",
        "Open, Partial, BreakerClosed",
        "Open, Closed, BreakerClosed",
        "Open, Open,",
        "Open, Unknown,",
        "Unknown, Closed,",
        "Closed, Partial,",
        "Partial, Closed,"
    })
    void aBreakerThatOpensOrClosesIsToldOnce(State before, State after, EventReason expected) {
        assertThat(PolicyNews.between(with(before), with(after)))
                .extracting(News::reason)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    private static ResiliencePolicyStatus status(List<TargetStatus> targets, Finding... findings) {
        return new ResiliencePolicyStatus(
                1L, null, null, null, targets, null, null, null, List.of(findings), List.of());
    }
}
