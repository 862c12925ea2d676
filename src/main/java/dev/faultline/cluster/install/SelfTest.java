package dev.faultline.cluster.install;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.status.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Proves that an installation works, by a policy for the operator's own Deployment. The policy is in mode Audit, so
 * nothing is changed, and it is gone in the end.
 */
public final class SelfTest {
    private static final String POLICY = """
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: %s, namespace: %s}
            spec: {mode: Audit%s}
            """;

    private static final String PLANTED = "{\"status\":{\"summary\":\"planted\"}}";
    private static final String NO_TARGET = "must have either targetRefs or targetSelector";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final Installation installation;
    private final Consumer<String> say;

    /**
     * @param deployment the operator's
     * @param pod name and uid of the pod that runs this test; the policy bears its name, and goes with it
     * @param statusByOperatorOnly whether the installation says that nobody else may write a status
     */
    public record Installation(String namespace, String deployment, Pod pod, boolean statusByOperatorOnly) {}

    public record Pod(String name, String uid) {}

    public SelfTest(KubernetesClient client, Installation installation, Consumer<String> say) {
        this.client = client;
        this.installation = installation;
        this.say = say;
    }

    public Outcome run() {
        try {
            policy().delete();
            client.resource(auditOfTheOperator()).create();
            return Stream.<Claim>of(
                            this::aPolicyIsServed, this::anInvalidPolicyIsRefused, this::aStatusIsTheOperatorsAlone)
                    .map(Claim::check)
                    .filter(Outcome.Failed.class::isInstance)
                    .findFirst()
                    .orElseGet(Outcome.Done::new);
        } finally {
            policy().delete();
        }
    }

    private interface Claim {
        Outcome check();
    }

    private Outcome aPolicyIsServed() {
        if (Waiting.until(PATIENCE, this::isReady)) {
            return holds("a policy for Deployment " + installation.deployment() + " is Ready");
        }
        return new Outcome.Failed("a policy for Deployment " + installation.deployment() + " is not Ready after "
                + PATIENCE.toSeconds() + " s: "
                + ready().map(Condition::getMessage).orElse("nobody has looked at it")
                + "; see `kubectl logs --namespace " + installation.namespace() + " deployment/"
                + installation.deployment() + "`");
    }

    private boolean isReady() {
        var generation = policy().get().getMetadata().getGeneration();
        return ready().filter(condition -> condition.getStatus().equals("True"))
                .filter(condition -> generation.equals(condition.getObservedGeneration()))
                .isPresent();
    }

    private Optional<Condition> ready() {
        return Optional.ofNullable(policy().get().getStatus()).stream()
                .flatMap(status -> Stream.ofNullable(status.conditions()))
                .flatMap(List::stream)
                .filter(condition -> ConditionType.Ready.name().equals(condition.getType()))
                .findFirst();
    }

    private Outcome anInvalidPolicyIsRefused() {
        var invalid = parse("");
        invalid.getMetadata().setName(installation.pod().name() + "-invalid");
        try {
            client.resource(invalid).dryRun().create();
            return new Outcome.Failed("a policy without a target is accepted; the CRD is not the one of this version: "
                    + "see crds.enabled");
        } catch (KubernetesClientException e) {
            return words(e).contains(NO_TARGET)
                    ? holds("a policy without a target is refused: " + words(e))
                    : new Outcome.Failed("a policy without a target is refused for another reason: " + words(e));
        }
    }

    private Outcome aStatusIsTheOperatorsAlone() {
        if (!installation.statusByOperatorOnly()) {
            say.accept("off     admissionPolicies.statusByOperatorOnly: whoever has the right writes a status");
            return new Outcome.Done();
        }
        var dryRun = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withDryRun(List.of("All"))
                .build();
        try {
            policy().subresource("status").patch(dryRun, PLANTED);
            return new Outcome.Failed("an account that is not the operator's may write a status; the admission policy "
                    + "is missing: see `kubectl get validatingadmissionpolicies`");
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && words(e).contains("ValidatingAdmissionPolicy")
                    ? holds("a status is the operator's alone: " + words(e))
                    : new Outcome.Failed("the write of a status is refused for another reason: " + words(e));
        }
    }

    private Outcome holds(String claim) {
        say.accept("passed  " + claim);
        return new Outcome.Done();
    }

    private Resource<ResiliencePolicy> policy() {
        return client.resources(ResiliencePolicy.class)
                .inNamespace(installation.namespace())
                .withName(installation.pod().name());
    }

    /** Owned by the test's pod, so that it goes also when the test is ended from outside. */
    private ResiliencePolicy auditOfTheOperator() {
        var policy = parse(", targetRefs: [{kind: Deployment, name: " + installation.deployment() + "}]");
        policy.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(installation.pod().name())
                        .withUid(installation.pod().uid())
                        .build()));
        return policy;
    }

    private ResiliencePolicy parse(String spec) {
        return Serialization.unmarshal(
                POLICY.formatted(installation.pod().name(), installation.namespace(), spec), ResiliencePolicy.class);
    }

    private static String words(KubernetesClientException problem) {
        return problem.getStatus() == null
                ? String.valueOf(problem.getMessage())
                : problem.getStatus().getMessage();
    }
}
