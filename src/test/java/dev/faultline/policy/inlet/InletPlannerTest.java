package dev.faultline.policy.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.traffic.Inbound;
import dev.faultline.policy.capture.Capture.Inlet;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.capture.NotCaptured.Reason;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which ports are taken over; the reasons that a pod gives are golden cases of injection. */
class InletPlannerTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static Inbound on(String port, Inbound.Protocol protocol) {
        return new Inbound(port, protocol, null, null, null, null, null);
    }

    private static PodSpec pod(String... ports) {
        var spec = new PodSpecBuilder().addNewContainer().withName("app").withImage("app");
        for (var index = 0; index < ports.length; index++) {
            spec.addNewPort()
                    .withName(ports[index])
                    .withContainerPort(8080 + index)
                    .endPort();
        }
        return spec.endContainer().build();
    }

    /** Or pods made before and after would differ in what their sidecars listen on. */
    @Test
    void aPortThatIsNotTakenLeavesThoseAfterItWhereTheyAre() {
        var wanted = List.of(on("gone", Inbound.Protocol.HTTP), on("http", Inbound.Protocol.HTTP));

        var plan = InletPlanner.plan(wanted, pod("http"), Front.NONE);

        assertThat(plan.inlets()).containsExactly(new Inlet("http", 15507, 8080, Inbound.Protocol.HTTP));
        assertThat(plan.notCaptured()).extracting(NotCaptured::reason).containsExactly(Reason.UnknownPort);
    }

    @Test
    void fourAreTakenAndNoMore() {
        var names = IntStream.rangeClosed(1, 5).mapToObj(number -> "http-" + number);
        var ports = names.toArray(String[]::new);
        var wanted =
                Stream.of(ports).map(port -> on(port, Inbound.Protocol.HTTP)).toList();

        var plan = InletPlanner.plan(wanted, pod(ports), Front.NONE);

        assertThat(plan.inlets()).extracting(Inlet::listen).containsExactly(15506, 15507, 15508, 15509);
        assertThat(plan.notCaptured()).extracting(NotCaptured::reason).containsExactly(Reason.TooManyPorts);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("[]", false),
                Arguments.of("[{}]", false),
                Arguments.of("[{ports: [{port: http}]}]", false),
                Arguments.of("[{ports: [{protocol: TCP}]}]", false),
                Arguments.of("[{ports: [{port: 9999}]}]", false),
                Arguments.of("[{ports: [{port: 8080, protocol: UDP}]}]", false),
                Arguments.of("[{ports: [{port: 8080}]}]", true),
                Arguments.of("[{ports: [{port: 8080}, {port: http}]}]", false),
                Arguments.of("[{ports: [{port: 8080}]}, {ports: [{port: http}]}]", false),
                Arguments.of("[{ports: [{port: 8000, endPort: 8999}]}]", true),
                Arguments.of("[{ports: [{port: 8000, endPort: 15999}]}]", false),
                Arguments.of("[{ports: [{port: 8080}, {port: 15506}]}]", false),
                Arguments.of("[{ports: [{port: 8080}]}, {ports: [{port: 15506}]}]", false),
                Arguments.of("[{ports: [{port: 8080}]}, {ports: [{port: 15506}], from: [{podSelector: {}}]}]", true),
                Arguments.of(
                        "[{ports: [{port: 8080}], from: [{podSelector: {}}]},"
                                + " {ports: [{port: 15506}], from: [{podSelector: {}}, {namespaceSelector: {}}]}]",
                        false),
                Arguments.of(
                        "[{ports: [{port: 8080}], from: [{podSelector: {}}]},"
                                + " {ports: [{port: 15506}], from: [{namespaceSelector: {}}]}]",
                        true));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleThatAdmitsTheApplicationByNumberMustAdmitTheSidecarFromTheSamePeers(String ingress, boolean blocked) {
        var policy = YAML.unmarshal("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web}
                spec: {podSelector: {}, ingress: %s}
                """.formatted(ingress), NetworkPolicy.class);

        var plan = InletPlanner.plan(
                List.of(on("http", Inbound.Protocol.HTTP)), pod("http"), new Front(List.of(), List.of(policy)));

        assertThat(plan.inlets()).hasSize(blocked ? 0 : 1);
        assertThat(plan.notCaptured())
                .extracting(NotCaptured::reason)
                .isEqualTo(blocked ? List.of(Reason.NetworkPolicyBlocksSidecar) : List.of());
    }
}
