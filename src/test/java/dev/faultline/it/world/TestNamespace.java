package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import java.util.function.Consumer;

/** A namespace of one test: what is put there and what is found there. */
public record TestNamespace(ApiServer server, String name) implements AutoCloseable {
    public static final String POLICY_API = "faultline.dev/v1alpha1";
    public static final String POLICY_KIND = "ResiliencePolicy";

    public void apply(String... manifests) {
        for (var manifest : manifests) {
            for (var object : server.parse(manifest)) {
                object.getMetadata().setNamespace(name);
                server.apply(object);
            }
        }
    }

    public void merge(HasMetadata object, String patch) {
        client().resource(object).inNamespace(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    public void scale(String deployment, int replicas) {
        client().apps().deployments().inNamespace(name).withName(deployment).scale(replicas);
    }

    public KubernetesClient client() {
        return server.client();
    }

    public NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            policies() {
        return client().genericKubernetesResources(POLICY_API, POLICY_KIND).inNamespace(name);
    }

    public PolicyView policy(String policy) {
        return PolicyView.of(policies().withName(policy).require());
    }

    public NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            probes() {
        return client().genericKubernetesResources(POLICY_API, "HealthProbe").inNamespace(name);
    }

    public ProbeView probe(String probe) {
        return new ProbeView(PolicyView.of(probes().withName(probe).require()));
    }

    public NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            gameDays() {
        return client().genericKubernetesResources(POLICY_API, "GameDay").inNamespace(name);
    }

    public PolicyView gameDay(String day) {
        return PolicyView.of(gameDays().withName(day).require());
    }

    public NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            runs() {
        return client().genericKubernetesResources(POLICY_API, "GameDayRun").inNamespace(name);
    }

    /** The probe once it says so. */
    public ProbeView awaitProbe(String probe, Consumer<ProbeView> assertion) {
        eventually(() -> assertion.accept(probe(probe)));
        return probe(probe);
    }

    public void deletePolicy(String policy) {
        policies().withName(policy).delete();
    }

    public NonNamespaceOperation<PodDisruptionBudget, PodDisruptionBudgetList, Resource<PodDisruptionBudget>>
            budgets() {
        return client().policy().v1().podDisruptionBudget().inNamespace(name);
    }

    public Optional<PodDisruptionBudget> budget(String budget) {
        return Optional.ofNullable(budgets().withName(budget).get());
    }

    /** The budget once it is there. */
    public PodDisruptionBudget awaitBudget(String budget) {
        eventually(() -> assertThat(budget(budget)).as(budget).isPresent());
        return budget(budget).orElseThrow();
    }

    /** The budget once it says so. */
    public PodDisruptionBudget awaitBudget(String budget, Consumer<PodDisruptionBudget> assertion) {
        eventually(() -> assertThat(budget(budget)).as(budget).hasValueSatisfying(assertion::accept));
        return budget(budget).orElseThrow();
    }

    public void awaitNoBudget(String budget) {
        eventually(() -> assertThat(budget(budget)).as(budget).isEmpty());
    }

    /** The policy once it says so. */
    public PolicyView awaitPolicy(String policy, Consumer<PolicyView> assertion) {
        eventually(() -> assertion.accept(policy(policy)));
        return policy(policy);
    }

    public PolicyView awaitReady(String policy) {
        return awaitPolicy(
                policy,
                view -> assertThat(view.condition("Ready").status())
                        .as(view.text())
                        .isEqualTo("True"));
    }

    /** Starts to delete it; the next test has a namespace of its own and need not wait. */
    @Override
    public void close() {
        client().namespaces().withName(name).delete();
    }
}
