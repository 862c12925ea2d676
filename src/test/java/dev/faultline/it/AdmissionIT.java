package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Caller;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorAccount;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart's admission policies refuse, whatever rights the asker has. */
class AdmissionIT {
    private static final String ONLY_THE_OPERATOR = "only the Faultline operator (" + OperatorAccount.USER + ") writes";
    private static final String THE_WAY_OUT = "set admissionPolicies.statusByOperatorOnly=false";

    private static final String RESTART =
            "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"faultline.dev/restarted-for\":\"1\"}}}}}";

    private static final String HEAD = "apiVersion: faultline.dev/v1alpha1\nmetadata: {name: web}\nkind: ";

    private static final String REHEARSAL =
            "{steps: [{name: kill, fault: {podKill: {}}, targets: [{kind: Deployment, name: web}]}]}";

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("admission");
        namespace.apply(Manifests.deployment("web", 1), Manifests.policy("web", "web"));
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void notEvenAnAdministratorPatchesAStatus() {
        assertThatIsRefused(
                () -> namespace
                        .policies()
                        .withName("web")
                        .subresource("status")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"score\":100}}"),
                ONLY_THE_OPERATOR,
                THE_WAY_OUT);
    }

    @Test
    void notEvenAnAdministratorUpdatesAStatus() {
        assertThatIsRefused(
                () -> {
                    var policy = namespace.policies().withName("web").require();
                    policy.setAdditionalProperty("status", Map.of("score", 100));
                    namespace.client().resource(policy).updateStatus();
                },
                ONLY_THE_OPERATOR,
                THE_WAY_OUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + "HealthProbe\nspec: {targetSelector: {}, shallow: {preset: TCP, port: 80}}",
                HEAD + "GameDay\nspec: {runTemplate: {spec: " + REHEARSAL + "}}",
                HEAD + "GameDayRun\nspec: {template: {spec: " + REHEARSAL + "}}"
            })
    void notEvenAnAdministratorWritesTheStatusOfAnyKind(String manifest) {
        var written = Serialization.unmarshal(manifest, GenericKubernetesResource.class);
        var resource = namespace.client().resource(written).inNamespace(namespace.name());
        resource.create();

        assertThatIsRefused(
                () -> resource.subresource("status")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"summary\":\"all is well\"}}"),
                ONLY_THE_OPERATOR,
                THE_WAY_OUT);
    }

    @Test
    void theOperatorEvictsNobody() {
        var pod = FakePods.ready(namespace, "web", 1).getFirst().getMetadata().getName();

        try (var operator = OperatorAccount.ACCOUNT.client()) {
            assertThatIsRefused(
                    () -> operator.pods()
                            .inNamespace(namespace.name())
                            .withName(pod)
                            .evict(),
                    "may evict pods only as a dry run");
        }
        assertThat(FakePods.of(namespace, "web")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\":{\"replicas\":5}}",
                "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"other\":\"1\"}}}}}",
                "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"other\":\"1\"}}}}}",
                "{\"spec\":{\"template\":{\"spec\":{\"hostNetwork\":true}}}}",
                "{\"spec\":{\"template\":{\"spec\":{\"serviceAccountName\":\"other\"}}}}",
                "{\"metadata\":{\"annotations\":{\"other\":\"1\"}}}",
                "{\"metadata\":{\"finalizers\":[\"example.com/other\"]}}"
            })
    void theOperatorMayRestartAWorkloadAndChangeNothingElseOfIt(String change) {
        var web = "/apis/apps/v1/namespaces/" + namespace.name() + "/deployments/web";

        try (var operator = new Caller(OperatorAccount.ACCOUNT)) {
            eventually(() -> assertThat(operator.patch(web, RESTART)).isEqualTo(HttpURLConnection.HTTP_OK));
            // It has the right, as was just seen, so it is not for want of one.
            eventually(() -> assertThat(operator.patch(web, change)).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN));
        }
    }

    /** The API server learns of an admission policy a moment after it was made. */
    private static void assertThatIsRefused(ThrowingCallable act, String... words) {
        eventually(() -> {
            var refusal = catchThrowableOfType(KubernetesClientException.class, act);
            assertThat(refusal).as("it is refused").isNotNull();
            assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);
            assertThat(refusal.getMessage()).contains(words);
        });
    }
}
