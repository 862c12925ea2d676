package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A ServiceAccount, and how to act as it. */
public record Account(String namespace, String name) {
    private static final long TOKEN_SECONDS = 3600;

    public static Account make(TestNamespace namespace, String name) {
        namespace
                .client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace.name())
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new Account(namespace.name(), name);
    }

    /** As the API server knows it. */
    public String user() {
        return "system:serviceaccount:" + namespace + ":" + name;
    }

    public KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig(url())))
                .build();
    }

    /** Writes a kubeconfig that only this user may read. */
    public Path kubeconfig(Path file) {
        return kubeconfig(url(), file);
    }

    /** @param url where the API server is reached */
    Path kubeconfig(String url, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, kubeconfig(url));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String url() {
        return ApiServer.ready().client().getConfiguration().getMasterUrl();
    }

    private String kubeconfig(String url) {
        var config = ApiServer.ready().client().getConfiguration();
        return Serialization.asYaml(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "current-context",
                name,
                "clusters",
                List.of(Map.of(
                        "name",
                        name,
                        "cluster",
                        Map.of("server", url, "certificate-authority-data", config.getCaCertData()))),
                "users",
                List.of(Map.of("name", name, "user", Map.of("token", token()))),
                "contexts",
                List.of(Map.of("name", name, "context", Map.of("cluster", name, "user", name)))));
    }

    private String token() {
        return ApiServer.ready()
                .client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
