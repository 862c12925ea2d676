package dev.faultline.probe.shallow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.probe.Shallow;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShallowPlannerTest {
    private static final ShallowIntent QUARKUS = intent("{preset: Quarkus, port: http}");
    private static final String STARTED = "HTTP http /q/health/started";
    private static final String READY = "HTTP http /q/health/ready";
    private static final String LIVE = "HTTP http /q/health/live";

    @Test
    void aQuestionIsToldWithItsPort() {
        assertThat(QUARKUS.asked()).containsExactly(STARTED, READY, LIVE);
        assertThat(intent("{preset: GRPC, port: 9090}").asked()).containsExactly("TCP 9090", "gRPC 9090");
        assertThat(intent("{preset: TCP, port: db}").asked()).containsExactly("TCP db");
    }

    @Test
    void onlyWhatWasSeenToAnswerIsAsked() {
        assertThat(purposes(plan(QUARKUS, app(""), Set.of()))).isEmpty();
        assertThat(purposes(plan(QUARKUS, app(""), Set.of(READY)))).containsExactly(Purpose.Readiness);
        assertThat(purposes(plan(QUARKUS, app(""), Set.of(STARTED, READY, LIVE))))
                .containsExactly(Purpose.Startup, Purpose.Readiness, Purpose.Liveness);
    }

    @Test
    void whatWasSeenAtAnotherPortDoesNotCount() {
        assertThat(purposes(plan(intent("{preset: Quarkus, port: 8080}"), app(""), Set.of(STARTED, READY, LIVE))))
                .isEmpty();
    }

    @Test
    void aContainerWithoutStartupProbeGetsNoLivenessProbe() {
        assertThat(purposes(plan(QUARKUS, app(""), Set.of(READY, LIVE)))).containsExactly(Purpose.Readiness);
        assertThat(purposes(plan(QUARKUS, app("startupProbe: {tcpSocket: {port: 1}}"), Set.of(READY, LIVE))))
                .containsExactly(Purpose.Readiness, Purpose.Liveness);
    }

    @Test
    void aProbeOfTheContainersOwnStaysWhereOursWasNotSeenToAnswer() {
        var override = intent("{preset: Quarkus, port: http, fill: Override}");

        assertThat(purposes(plan(override, app("readinessProbe: {tcpSocket: {port: 1}}"), Set.of(STARTED))))
                .containsExactly(Purpose.Startup);
    }

    @Test
    void aNameThatASidecarHasTakenLeadsToTheContainerThatHadIt() {
        var pod = pod("[{name: log, image: log}, {name: app, image: app, ports: [{containerPort: 8080}]}]");

        var plan = new ShallowPlanner(QUARKUS, Set.of(READY)).plan(pod, Map.of("http", 8080));

        assertThat(plan).isInstanceOfSatisfying(ShallowPlan.Probes.class, found -> {
            assertThat(found.container()).isEqualTo("app");
            assertThat(found.probes().values())
                    .extracting(probe -> probe.getHttpGet().getPort().getIntVal())
                    .containsExactly(8080);
        });
    }

    @Test
    void aPortThatNobodyDeclaresIsThatOfTheContainerThatPeopleMean() {
        var pod = pod("[{name: mesh, image: mesh}, {name: app, image: app}]");
        pod.getMetadata().setAnnotations(Map.of("kubectl.kubernetes.io/default-container", "app"));

        var plan = plan(intent("{preset: TCP, port: 25}"), pod, Set.of("TCP 25"));

        assertThat(plan)
                .isInstanceOfSatisfying(
                        ShallowPlan.Probes.class,
                        found -> assertThat(found.container()).isEqualTo("app"));
    }

    @Test
    void aPodWithoutContainersGetsNothing() {
        assertThat(plan(QUARKUS, pod("null"), Set.of(READY))).isEqualTo(new ShallowPlan.NoPort());
        assertThat(plan(intent("{preset: TCP, port: 25}"), pod("null"), Set.of("TCP 25")))
                .isEqualTo(new ShallowPlan.NoPort());
    }

    private static ShallowPlan plan(ShallowIntent intent, Pod pod, Set<String> seen) {
        return new ShallowPlanner(intent, seen).plan(pod, Map.of());
    }

    private static Set<Purpose> purposes(ShallowPlan plan) {
        return switch (plan) {
            case ShallowPlan.Probes probes -> probes.probes().keySet();
            case ShallowPlan.NoPort _ -> throw new AssertionError("the port is there");
        };
    }

    private static ShallowIntent intent(String shallow) {
        return ShallowIntent.of(Serialization.unmarshal("---\n" + shallow, Shallow.class));
    }

    private static Pod app(String probe) {
        return pod("[{name: app, image: app, ports: [{name: http, containerPort: 8080}]"
                + (probe.isEmpty() ? "" : ", " + probe) + "}]");
    }

    private static Pod pod(String containers) {
        return Serialization.unmarshal(
                "---\n{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: " + containers + "}}",
                Pod.class);
    }
}
