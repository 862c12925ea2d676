package dev.faultline.cluster.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
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
}
