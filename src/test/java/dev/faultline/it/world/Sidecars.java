package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.injector.AuthorityMap;
import dev.faultline.injection.sidecar.Sidecar;
import dev.faultline.xds.TestProxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestSpecBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a kubelet would give to a pod's sidecar: whom to trust, and the token by which it is known. */
public final class Sidecars {
    private static final String ACCOUNT = "default";
    private static final long TOKEN_SECONDS = 3600;

    private Sidecars() {}

    /** In PEM, once the operator has made it known. */
    public static String authority(TestNamespace namespace) {
        var map = namespace.client().configMaps().inNamespace(namespace.name()).withName(AuthorityMap.NAME);
        eventually(() -> assertThat(map.get()).isNotNull());
        return map.require().getData().get(AuthorityMap.KEY);
    }

    public static TestProxy at(OperatorProcess operator, TestNamespace namespace, Optional<String> token) {
        return TestProxy.connect(
                operator.xdsPort(),
                new ByteArrayInputStream(authority(namespace).getBytes(StandardCharsets.US_ASCII)),
                token);
    }

    /** As the projected volume of the sidecar holds it. */
    public static String token(TestNamespace namespace, Pod pod) {
        return token(namespace, pod, Sidecar.AUDIENCE);
    }

    public static String token(TestNamespace namespace, Pod pod, String audience) {
        return token(
                namespace,
                spec(audience)
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .endBoundObjectRef());
    }

    /** Bound to no pod, as anybody gets it who may make tokens. */
    public static String tokenOfNoPod(TestNamespace namespace) {
        return token(namespace, spec(Sidecar.AUDIENCE));
    }

    /** Good for the API server itself, and for no other audience. */
    public static String tokenForTheApiServer(TestNamespace namespace) {
        return token(namespace, new TokenRequestSpecBuilder().withExpirationSeconds(TOKEN_SECONDS));
    }

    private static TokenRequestSpecBuilder spec(String audience) {
        return new TokenRequestSpecBuilder()
                .withExpirationSeconds(TOKEN_SECONDS)
                .withAudiences(audience);
    }

    private static String token(TestNamespace namespace, TokenRequestSpecBuilder spec) {
        return namespace
                .client()
                .serviceAccounts()
                .inNamespace(namespace.name())
                .withName(ACCOUNT)
                .tokenRequest(new TokenRequestBuilder().withSpec(spec.build()).build())
                .getStatus()
                .getToken();
    }
}
