package dev.faultline.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faultline.telemetry.Metric;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodAdmissionTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);

    @Test
    void aPatchGoesBackWithItsWarnings() throws Exception {
        var response = AdmissionReviews.response(
                admission(AdmissionReviews::patching).answer(AdmissionReviews.creationOf(AdmissionReviews.POD)));

        assertThat(response.path("uid").asText()).isEqualTo("u-1");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        assertThat(new String(response.path("patch").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo(((Mutation.Patched) AdmissionReviews.PATCHED).jsonPatch());
        assertThat(response.path("warnings").path(0).asText()).isEqualTo("careful");
        assertThat(counted(Metric.Review.Patched)).isEqualTo(1);
    }

    @Test
    void thePodIsReadWholeAndTheNamespaceIsThatOfTheRequest() throws Exception {
        var seen = new AtomicReference<Pod>();
        var namespaces = new AtomicReference<String>();

        admission((pod, namespace) -> {
                    seen.set(pod);
                    namespaces.set(namespace);
                    return new Mutation.Unchanged("seen");
                })
                .answer(AdmissionReviews.creationOf(
                        AdmissionReviews.POD.replace("\"spec\":{", "\"spec\":{\"fromTheFuture\":{\"a\":[1]},")));

        assertThat(namespaces.get()).isEqualTo("shop");
        assertThat(seen.get().getMetadata().getGenerateName()).isEqualTo("web-");
        assertThat(seen.get()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits())
                .containsEntry("cpu", new Quantity("200m"));
        assertThat(seen.get().getSpec().getAdditionalProperties()).containsKey("fromTheFuture");
    }

    @Test
    void aPodLeftAsItIsSaysWhyInTheAuditLog() throws Exception {
        var response = AdmissionReviews.response(admission((pod, namespace) -> new Mutation.Unchanged("OptedOut"))
                .answer(AdmissionReviews.creationOf(AdmissionReviews.POD)));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(response.path("auditAnnotations").path("decision").asText()).isEqualTo("OptedOut");
        assertThat(counted(Metric.Review.Unchanged)).isEqualTo(1);
    }

    @Test
    void anErrorOfOurOwnLetsThePodThrough() throws Exception {
        var response = AdmissionReviews.response(admission((pod, namespace) -> {
                    throw new IllegalStateException("planned");
                })
                .answer(AdmissionReviews.creationOf(AdmissionReviews.POD)));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(counted(Metric.Review.Failed)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{}",
                "[{\"op\":\"replace\",\"path\":\"/spec/nowhere/at/all\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/metadata/annotations/a\",\"value\":\"b\"}]",
                "[{\"op\":\"remove\",\"path\":\"/spec/containers/1\"}]",
                "[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"Node\"}]"
            })
    void aPatchThatDoesNotFitThePodIsNotSent(String patch) throws Exception {
        var response = AdmissionReviews.response(admission((pod, namespace) -> new Mutation.Patched(patch, List.of()))
                .answer(AdmissionReviews.creationOf(AdmissionReviews.POD)));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(counted(Metric.Review.Failed)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\":\"not a spec\"}",
                "{\"metadata\":{\"labels\":[1,2]}}",
                "{\"spec\":{\"containers\":{\"name\":1}}}",
                "{\"spec\":{\"containers\":[{\"ports\":[{\"containerPort\":\"x\"}]}]}}"
            })
    void aPodThatCannotBeReadIsLetThrough(String pod) throws Exception {
        var response = AdmissionReviews.response(
                admission(AdmissionReviews::patching).answer(AdmissionReviews.creationOf(pod)));

        assertThat(response.path("uid").asText()).isEqualTo("u-1");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(counted(Metric.Review.Failed)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pod/UPDATE", "Pod/DELETE", "Deployment/CREATE"})
    void whatIsNotTheCreationOfAPodIsLetThrough(String what) throws Exception {
        var parts = what.split("/", 2);

        var response = AdmissionReviews.response(admission(AdmissionReviews::patching)
                .answer(AdmissionReviews.of(parts[0], parts[1], AdmissionReviews.POD)));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "{}",
                "{\"apiVersion\":\"admission.k8s.io/v1\"",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{}}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"request\":[{\"uid\":\"u\"}]}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":{\"a\":1}}}",
                "{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"request\":{\"uid\":\"u\"}}"
            })
    void whatIsNoReviewGetsNoAnswer(String body) {
        assertThatThrownBy(() -> admission(AdmissionReviews::patching).answer(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Review.Malformed.class);
        assertThat(counted(Metric.Review.Malformed)).isEqualTo(1);
    }

    @Test
    void aPodNestedWithoutEndIsLetThrough() throws Exception {
        var deep = "{\"x\":".repeat(200_000);

        var response = AdmissionReviews.response(
                admission(AdmissionReviews::patching).answer(AdmissionReviews.creationOf(deep)));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
    }

    private PodAdmission admission(PodMutator mutator) {
        return new PodAdmission(mutator, metrics);
    }

    private long counted(Metric.Review verdict) {
        return registry.get("faultline.webhook.reviews")
                .tag("verdict", verdict.name())
                .timer()
                .count();
    }
}
