package dev.faultline.policy.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlameTest {
    private static final Blame BLAME =
            new Blame("envoyproxy/envoy:distroless-v1.40.0", new BigDecimal("0.2"), new BigDecimal(128 << 20));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error creating: pods \"web-1\" is forbidden: violates PodSecurity \"restricted:latest\": seccompProfile"
                        + " (pod or container \"faultline-envoy\" must set securityContext.seccompProfile.type)",
                "Error creating: admission webhook \"validate.kyverno.svc\" denied the request: image"
                        + " envoyproxy/envoy:distroless-v1.40.0 is of an unknown registry",
                "Error creating: Pod \"web-1\" is invalid: spec.initContainers[0].image: Forbidden",
                "Error creating: rule images failed at path /spec/initContainers/0/image/",
                "Error creating: pods \"web-1\" is forbidden: exceeded quota: all, requested: requests.cpu=120m, used:"
                        + " requests.cpu=240m, limited: requests.cpu=250m",
                "create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden: exceeded quota: all,"
                        + " requested: limits.memory=192Mi,requests.cpu=1200m, used: limits.memory=0,requests.cpu=0,"
                        + " limited: limits.memory=100Mi,requests.cpu=1"
            })
    void itIsTheSidecarsFault(String message) {
        assertThat(BLAME.isOnSidecar(message)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Error creating: pods \"web-1\" is forbidden: error looking up service account shop/web",
                "Error creating: pods \"faultline-demo-1\" is forbidden: no",
                "Error creating: pods \"web-1\" is forbidden: exceeded quota: all, requested: requests.cpu=500m, used:"
                        + " requests.cpu=1, limited: requests.cpu=1",
                "Error creating: pods \"web-1\" is forbidden: exceeded quota: all, requested: pods=1, used: pods=3,"
                        + " limited: pods=3",
                "Error creating: pods \"web-1\" is forbidden: exceeded quota: all, requested:"
                        + " pods=1,requests.cpu=120m, used: pods=3,requests.cpu=900m, limited: pods=3,requests.cpu=1",
                "exceeded quota: all, requested: cpu, used: nothing, limited: much"
            })
    void itIsNot(String message) {
        assertThat(BLAME.isOnSidecar(message)).isFalse();
    }
}
