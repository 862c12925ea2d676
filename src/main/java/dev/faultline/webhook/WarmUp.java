package dev.faultline.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.TargetKind;
import dev.faultline.api.probe.Shallow;
import dev.faultline.api.probe.Shallow.Preset;
import dev.faultline.injection.PodFacts;
import dev.faultline.injection.PodGate;
import dev.faultline.injection.sidecar.NamespaceRules;
import dev.faultline.injection.sidecar.SidecarSettings;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.shallow.ShallowIntent;
import dev.faultline.probe.shallow.ShallowPlanner;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Questions that are asked before the API server asks any. The first answers of a new process take seconds while its
 * code is loaded and compiled, and the API server waits for two.
 */
public final class WarmUp {
    /** So often that the code is compiled; about a second of CPU. */
    private static final int ROUNDS = 60;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String POLICY = """
            {"apiVersion": "faultline.dev/v1alpha1", "kind": "ResiliencePolicy",
             "metadata": {"name": "sample", "namespace": "sample"},
             "spec": {"targetRefs": [{"kind": "Deployment", "name": "sample"}],
                      "inbound": [{"port": "http", "protocol": "HTTP"}],
                      "dependencies": [{"name": "other", "serviceRef": {"name": "other", "port": 80}}]}}
            """;

    private static final ShallowIntent PROBES =
            ShallowIntent.of(new Shallow(Preset.Quarkus, new IntOrString("http"), null, null, null, null, null));

    private static final String REVIEW = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
             "request": {"uid": "sample", "operation": "CREATE", "namespace": "sample",
              "kind": {"group": "", "version": "v1", "kind": "Pod"},
              "resource": {"group": "", "version": "v1", "resource": "pods"},
              "object": {"apiVersion": "v1", "kind": "Pod",
               "metadata": {"generateName": "sample-", "labels": {"app": "sample"},
                "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "sample-1", "uid": "1",
                                     "controller": true}]},
               "spec": {"containers": [{"name": "app", "image": "sample",
                 "ports": [{"name": "http", "containerPort": 8080}],
                 "readinessProbe": {"httpGet": {"path": "/", "port": "http"}},
                 "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}}}],
                "volumes": [{"name": "tmp", "emptyDir": {}}]}}}}
            """;

    private static final PodGate.Facts GATE = new PodGate.Facts(true, Optional.of(Duration.ZERO));

    private WarmUp() {}

    public static void run(SidecarSettings settings) {
        var facts = facts();
        var admission = new PodAdmission(
                (pod, _) -> Injection.mutation(pod, facts, GATE, settings), new Metrics(new SimpleMeterRegistry()));
        var body = REVIEW.getBytes(StandardCharsets.UTF_8);
        try {
            for (var round = 0; round < ROUNDS; round++) {
                admission.answer(body);
            }
        } catch (Review.Malformed e) {
            throw new IllegalStateException("the sample is a question about a pod", e);
        }
    }

    private static PodFacts facts() {
        var service = new KnownService(
                "sample",
                "other",
                List.of(new KnownService.Port(80, "TCP", "http", "")),
                Optional.of("10.0.0.1"),
                Optional.empty());
        return new PodFacts(
                new PodFacts.Namespace("sample", "operator", Map.of(), Map.of(), true, NamespaceRules.NONE),
                Optional.of(governor()),
                Optional.of(new ShallowPlanner(PROBES, Set.copyOf(PROBES.asked()))),
                true,
                (_, _) -> Optional.of(service),
                Front.NONE);
    }

    private static PodFacts.Governor governor() {
        try {
            var policy = JSON.readValue(POLICY, ResiliencePolicy.class);
            return new PodFacts.Governor(
                    "sample",
                    policy.getSpec(),
                    new Workload.Key(TargetKind.Deployment, "sample"),
                    new LabelSelectorBuilder().addToMatchLabels("app", "sample").build(),
                    false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the sample is a policy", e);
        }
    }
}
