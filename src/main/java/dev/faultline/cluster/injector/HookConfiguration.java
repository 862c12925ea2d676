package dev.faultline.cluster.injector;

import dev.faultline.policy.target.SidecarState;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The one object that makes the API server send pods to us. It names every field, as the API server would fill it in. */
public final class HookConfiguration {
    public static final String NAME = "faultline-injector";

    static final String WEBHOOK = "pods.faultline.dev";

    private static final String PATH = "/mutate";
    private static final int TIMEOUT_SECONDS = 2;

    /** Every namespace has it, and nobody can change it. Source: Kubernetes well-known labels. */
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private HookConfiguration() {}

    /** @param authorities in PEM */
    static MutatingWebhookConfiguration of(Set<String> namespaces, String authorities, Endpoint endpoint) {
        return new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withLabels(Ownership.labels())
                .endMetadata()
                .withWebhooks(webhook(namespaces, authorities, endpoint))
                .build();
    }

    private static MutatingWebhook webhook(Set<String> namespaces, String authorities, Endpoint endpoint) {
        return new MutatingWebhookBuilder()
                .withName(WEBHOOK)
                .withAdmissionReviewVersions("v1")
                .withClientConfig(client(authorities, endpoint))
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .withScope("Namespaced")
                .endRule()
                .withNamespaceSelector(selector(NAMESPACE_NAME, "In", List.copyOf(new TreeSet<>(namespaces))))
                .withObjectSelector(selector(SidecarState.INJECT, "NotIn", List.of("false")))
                .withFailurePolicy("Ignore")
                .withTimeoutSeconds(TIMEOUT_SECONDS)
                .withSideEffects("None")
                .withReinvocationPolicy("IfNeeded")
                .withMatchPolicy("Equivalent")
                .build();
    }

    private static LabelSelector selector(String key, String operator, List<String> values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    private static WebhookClientConfig client(String authorities, Endpoint endpoint) {
        var client = new WebhookClientConfigBuilder()
                .withCaBundle(Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.US_ASCII)));
        return switch (endpoint) {
            case Endpoint.OfService(var namespace, var name, var port) ->
                client.withNewService(name, namespace, PATH, port).build();
            case Endpoint.OfUrl(var url) -> client.withUrl(url.toString()).build();
        };
    }

    static boolean isCurrent(MutatingWebhookConfiguration found, MutatingWebhookConfiguration wanted) {
        return Ownership.hasLabels(found) && wanted.getWebhooks().equals(found.getWebhooks());
    }

    /** Whether it is right for the namespaces that it has, though others may be missing. */
    static boolean isSound(MutatingWebhookConfiguration found, String authorities, Endpoint endpoint) {
        return isCurrent(found, of(namespaces(found), authorities, endpoint));
    }

    /** Whatever others have added goes, but for their labels and annotations. */
    static MutatingWebhookConfiguration repaired(
            MutatingWebhookConfiguration found, MutatingWebhookConfiguration wanted) {
        return new MutatingWebhookConfigurationBuilder(found)
                .editMetadata()
                .addToLabels(Ownership.labels())
                .endMetadata()
                .withWebhooks(wanted.getWebhooks())
                .build();
    }

    /** Whose pods are sent to us as things are. */
    static Set<String> namespaces(MutatingWebhookConfiguration found) {
        var names = new TreeSet<String>();
        for (var webhook : found.getWebhooks()) {
            if (webhook.getNamespaceSelector() != null) {
                webhook.getNamespaceSelector().getMatchExpressions().stream()
                        .filter(each -> NAMESPACE_NAME.equals(each.getKey()) && "In".equals(each.getOperator()))
                        .forEach(each -> names.addAll(each.getValues()));
            }
        }
        return names;
    }
}
