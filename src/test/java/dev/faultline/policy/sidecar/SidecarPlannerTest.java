package dev.faultline.policy.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.Consistency;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Leg;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Telling;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.sidecar.SidecarPlanner.Surroundings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidecarPlannerTest {
    private static final List<Capture.Host> HOSTS = List.of(new Capture.Host(
            "inventory.shop",
            List.of("inventory.shop"),
            "127.64.0.1",
            new Capture.Destination.Service("shop", "inventory"),
            List.of(new Capture.Port(80, 80))));

    private static final List<Call> CALLS = Call.of(
                    Serialization.unmarshal(
                            "name: inventory\nserviceRef: {name: inventory, port: 80}\nprotocol: HTTP",
                            Dependency.class),
                    new Call.Context("shop", Consistency.Available, Telling.of(null)))
            .stream()
            .toList();

    private static Leg.Handling.Http plan(List<Capture.Inlet> inlets) {
        var planner = new SidecarPlanner(
                (_, _) -> Optional.empty(), new Surroundings(List.of(), Addressing.of(List.of()), "cluster.local"));
        var leg = planner.plan(new Capture(HOSTS, List.of(), inlets), new TrafficRules(CALLS, List.of()))
                .legs()
                .getFirst();
        return (Leg.Handling.Http) leg.handling();
    }

    /** It costs each call some time, and nobody else tells an application of deadlines. */
    @Test
    void callsHaveDeadlinesWhereTheSidecarReceivesRequestsToo() {
        assertThat(plan(List.of()).hasDeadline()).isFalse();
        assertThat(plan(List.of(new Capture.Inlet("http", 15_506, 8080, Inbound.Protocol.HTTP)))
                        .hasDeadline())
                .isTrue();
    }
}
