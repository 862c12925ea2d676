package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The real API server, as its administrator sees it, with all in place that the chart installs beside the operator. */
public final class ApiServer {
    public static final String OPERATOR_NAMESPACE = "faultline-system";

    private static final Path CRDS = Path.of("crds");

    /** What of the chart matters to a process outside the cluster: its rights, and what the API server checks. */
    private static final Set<String> INSTALLED = Set.of(
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("integration-test")
            .withForce(true)
            .build();

    private final KubernetesClient client;

    private ApiServer(KubernetesClient client) {
        this.client = client;
    }

    private static final class Once {
        private static final ApiServer READY = ready();

        private static ApiServer ready() {
            var config = Config.fromKubeconfig(read(Setting.KUBECONFIG.path()));
            config.setUserAgent("integration-test");
            var server = new ApiServer(
                    new KubernetesClientBuilder().withConfig(config).build());
            server.install();
            return server;
        }
    }

    public static ApiServer ready() {
        return Once.READY;
    }

    public KubernetesClient client() {
        return client;
    }

    public TestNamespace namespace(String prefix) {
        var made = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName(prefix + "-")
                        .endMetadata()
                        .build())
                .create();
        return new TestNamespace(this, made.getMetadata().getName());
    }

    public List<HasMetadata> parse(String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    /** Server-side apply, as a person with kubectl would. */
    public HasMetadata apply(HasMetadata object) {
        return client.resource(object).patch(APPLY);
    }

    /** Puts the kinds back as they are shipped. */
    public void applyCrds() {
        try (var files = Files.list(CRDS)) {
            files.sorted()
                    .map(ApiServer::read)
                    .flatMap(yaml -> parse(yaml).stream())
                    .forEach(this::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As when an object was stored under an older schema: spec.mode may be any word meanwhile. */
    public void withAnyMode(Runnable action) {
        withAnyMode("resiliencepolicies.faultline.dev", action);
    }

    /** @param crd the name of the kind's definition */
    public void withAnyMode(String crd, Runnable action) {
        try {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(crd)
                    .edit(definition -> {
                        var schema = definition
                                .getSpec()
                                .getVersions()
                                .getFirst()
                                .getSchema()
                                .getOpenAPIV3Schema();
                        schema.getProperties()
                                .get("spec")
                                .getProperties()
                                .get("mode")
                                .setEnum(null);
                        return definition;
                    });
            eventually(action::run);
        } finally {
            applyCrds();
        }
    }

    private void install() {
        applyCrds();
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(OPERATOR_NAMESPACE)
                .endMetadata()
                .build());
        Chart.in(this, OPERATOR_NAMESPACE).release().stream()
                .filter(object -> INSTALLED.contains(object.getKind()))
                .forEach(this::apply);
        FakePods.nodes(this);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
