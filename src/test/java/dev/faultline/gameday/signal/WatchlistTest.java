package dev.faultline.gameday.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.plan.SteadyState.When;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import dev.faultline.gameday.signal.Watchlist.StopRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchlistTest {

    @Test
    void everySignalThatIsWrittenIsListenedTo() {
        var list = Watchlist.of(spec("""
                guardRails:
                  stopWhen:
                  - {name: front-down, healthProbeRef: {name: front}}
                  - {name: errors, promQL: {query: "sum(rate(errors[1m]))", above: "0.05"}}
                steadyState:
                - {name: front, mode: Continuous, weight: 3, healthProbeRef: {name: front}}
                - {name: page, mode: Edge, http: {url: "http://front.shop/health", expectStatus: [200, 204]}}
                - {name: rate, mode: DuringFault, promQL: {query: "up", below: "1"}}
                measure:
                  sli: {healthProbeRef: {name: checkout-pods}}
                  detectedBy: {healthProbeRef: {name: checkout}}
                steps: [{name: one, fault: {podKill: {}}, targets: [{kind: Deployment, name: checkout}]}]
                """));

        var rate = new Signal.PromQl("up", new Bound.Below(BigDecimal.ONE));
        assertThat(list.checks())
                .containsExactly(
                        new SteadyCheck("front", When.Continuous, 3, new Signal.Probe("front")),
                        new SteadyCheck(
                                "page", When.Edge, 1, new Signal.Http("http://front.shop/health", Set.of(200, 204))),
                        new SteadyCheck("rate", When.DuringFault, 1, rate));
        assertThat(list.stops())
                .containsExactly(
                        new StopRule("front-down", new Signal.Probe("front")),
                        new StopRule(
                                "errors",
                                new Signal.PromQl("sum(rate(errors[1m]))", new Bound.Above(new BigDecimal("0.05")))));
        assertThat(list.sli()).contains(new Signal.Probe("checkout-pods"));
        assertThat(list.detectedBy()).contains(new Signal.Probe("checkout"));
        assertThat(list.signals())
                .containsOnlyKeys(
                        "stop/front-down",
                        "stop/errors",
                        "sli",
                        "detectedBy",
                        "check/front",
                        "check/page",
                        "check/rate")
                .containsEntry("check/rate", rate);
    }

    @Test
    void aSpecThatAsksForNothingIsListenedToForNothing() {
        var list = Watchlist.of(spec("""
                steps: [{name: one, fault: {podKill: {}}, targets: [{kind: Deployment, name: checkout}]}]
                """));

        assertThat(list.signals()).isEmpty();
        assertThat(list.checks()).isEmpty();
    }

    private static RehearsalSpec spec(String yaml) {
        return Serialization.unmarshal(yaml, RehearsalSpec.class);
    }
}
