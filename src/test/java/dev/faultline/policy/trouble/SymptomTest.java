package dev.faultline.policy.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.policy.trouble.Symptom.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymptomTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1}
            status:
              conditions: [{type: Initialized, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
            """;

    private static Symptom of(String status) {
        return Symptom.of(YAML.unmarshal(POD + status, Pod.class));
    }

    private static Symptom ofSidecar(String status) {
        return of("  initContainerStatuses: [{name: faultline-envoy, %s}]".formatted(status));
    }

    private static Symptom ofApp(String status) {
        return of("  containerStatuses: [{name: app, %s}]".formatted(status));
    }

    @ParameterizedTest
    @CsvSource({
        "ImagePullBackOff, SidecarCannotStart",
        "ErrImageNeverPull, SidecarCannotStart",
        "CreateContainerConfigError, SidecarCannotStart",
        "CrashLoopBackOff, SidecarCannotStart",
        "PodInitializing, None",
        "ContainerCreating, None"
    })
    void aSidecarThatWaitsIsInTroubleOrNotYet(String reason, Kind kind) {
        var symptom = ofSidecar("started: false, state: {waiting: {reason: %s, message: so}}".formatted(reason));

        assertThat(symptom.kind()).isEqualTo(kind);
        assertThat(symptom.words()).isEqualTo(kind == Kind.None ? "" : "cannot start its sidecar: " + reason + ": so");
    }

    @Test
    void aSidecarThatRunsIsWellOnceItHasStarted() {
        var running = "state: {running: {startedAt: \"2026-01-01T00:00:00Z\"}}";

        assertThat(ofSidecar("started: false, " + running).kind()).isEqualTo(Kind.SidecarNeverReady);
        assertThat(ofSidecar("started: true, " + running)).isEqualTo(Symptom.NONE);
    }

    @Test
    void aSidecarThatEndsAgainAndAgainCannotStart() {
        assertThat(ofSidecar("started: false, restartCount: 1, state: {terminated: {exitCode: 139}}"))
                .isEqualTo(new Symptom(Kind.SidecarCannotStart, "has a sidecar that ends with exit code 139"));
    }

    @Test
    void anotherInitContainerIsNotLookedAt() {
        assertThat(of("  initContainerStatuses: [{name: migrate, state: {waiting: {reason: ImagePullBackOff}}}]"))
                .isEqualTo(Symptom.NONE);
    }

    @ParameterizedTest
    @CsvSource({"00:00:20, AppKeepsEnding", "00:00:59, AppKeepsEnding", "00:01:00, None"})
    void anAppThatEndsTwiceDoesSoSoonOrLate(String second, Kind kind) {
        var ended = "terminated: {exitCode: 1, finishedAt: \"2026-01-01T%sZ\"}".formatted(second);

        assertThat(ofApp("restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {%s}"
                                .formatted(ended))
                        .kind())
                .isEqualTo(kind);
        assertThat(ofApp("restartCount: 1, state: {%s}".formatted(ended)).kind())
                .isEqualTo(kind);
        assertThat(ofApp("restartCount: 2, state: {running: {}}, lastState: {%s}".formatted(ended))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void anAppThatHasEndedOnceIsLeftAlone() {
        assertThat(ofApp("restartCount: 1, state: {running: {}},"
                        + " lastState: {terminated: {finishedAt: \"2026-01-01T00:00:10Z\"}}"))
                .isEqualTo(Symptom.NONE);
    }
}
