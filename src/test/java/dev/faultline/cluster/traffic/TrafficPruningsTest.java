package dev.faultline.cluster.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class TrafficPruningsTest {
    /** As the API server answers for a Service whose selector finds no pod. */
    @Test
    void aSliceWithoutPodsIsAnEmptyOne() {
        var slice = new KubernetesSerialization().unmarshal("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                endpoints: null
                ports: null
                """, EndpointSlice.class);

        var pruned = TrafficPrunings.SLICE.keep().apply(slice);

        assertThat(Slices.pods(pruned, "http")).isEmpty();
    }

    @Test
    void ofANetworkPolicyWhatItSaysOfOthersCallsStays() {
        var policy = new KubernetesSerialization().unmarshal("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: shop, annotations: {long: text}}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  ingress: [{ports: [{port: 8080}]}]
                  egress: [{ports: [{port: 53}]}]
                """, NetworkPolicy.class);
        var outgoing = new NetworkPolicyBuilder(policy)
                .editSpec()
                .withPolicyTypes("Egress")
                .endSpec()
                .build();

        var kept = TrafficPrunings.NETWORK_POLICY.keep().apply(policy);

        assertThat(kept.getSpec().getIngress()).hasSize(1);
        assertThat(kept.getSpec().getEgress()).isEmpty();
        assertThat(kept.getMetadata().getAnnotations()).isEmpty();
        var facts = TrafficPrunings.NETWORK_POLICY.facts().apply(kept);
        assertThat(TrafficPrunings.NETWORK_POLICY
                        .facts()
                        .apply(TrafficPrunings.NETWORK_POLICY.keep().apply(kept)))
                .isEqualTo(facts);
        assertThat(TrafficPrunings.NETWORK_POLICY
                        .keep()
                        .apply(outgoing)
                        .getSpec()
                        .getIngress())
                .isEmpty();
    }
}
