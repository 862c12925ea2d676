package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The chart's ServiceAccount, so that the operator has the rights that it has in a cluster and no more. */
public final class OperatorAccount {
    public static final String NAME = "faultline";
    public static final String USER = "system:serviceaccount:" + ApiServer.OPERATOR_NAMESPACE + ":" + NAME;

    private static final long TOKEN_SECONDS = 3600;

    private OperatorAccount() {}

    /**
     * Writes a kubeconfig that only this user may read.
     *
     * @param url where the API server is reached
     */
    static Path kubeconfig(ApiServer server, String url, Path file) {
        var config = server.client().getConfiguration();
        var content = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "current-context",
                NAME,
                "clusters",
                List.of(Map.of(
                        "name",
                        NAME,
                        "cluster",
                        Map.of("server", url, "certificate-authority-data", config.getCaCertData()))),
                "users",
                List.of(Map.of("name", NAME, "user", Map.of("token", token(server)))),
                "contexts",
                List.of(Map.of("name", NAME, "context", Map.of("cluster", NAME, "user", NAME))));
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, Serialization.asYaml(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(ApiServer server) {
        return server.client()
                .serviceAccounts()
                .inNamespace(ApiServer.OPERATOR_NAMESPACE)
                .withName(NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
