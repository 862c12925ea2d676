package dev.faultline.cluster.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.ResourceType;
import org.junit.jupiter.api.Test;

/**
 * Whoever may create a pod may write there that it has captured whatever he likes. Of a Service that its policy does not
 * name, the pod's proxy is told its name, its own address and its ports: nothing that DNS and a few tries to connect
 * would not tell the pod as well.
 */
class PlantedCaptureTest {
    private static final String CAPTURE = """
            {"v":1,"hosts":[\
            {"name":"inventory.shop","names":["inventory"],"address":"127.70.1.1",\
            "service":{"namespace":"shop","name":"inventory"},"ports":[[80,80]]},\
            {"name":"ledger.bank","names":["ledger"],"address":"127.70.1.2",\
            "service":{"namespace":"bank","name":"ledger"},"ports":[[80,80]]},\
            {"name":"vault.bank","names":["vault"],"address":"127.70.1.3",\
            "service":{"namespace":"bank","name":"vault"},"ports":[[5432,5432]]},\
            {"name":"mine.faultline","names":["mine.faultline"],"address":"127.70.1.4",\
            "service":{"namespace":"bank","name":"vault"},"ports":[[9000,5432]]},\
            {"name":"absent.bank","names":["absent"],"address":"127.70.1.5",\
            "service":{"namespace":"bank","name":"absent"},"ports":[[80,80]]}\
            ],"appPorts":[]}""";

    private static final String WORLD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, annotations: {faultline.dev/capture: '<capture>'}}
            spec: {containers: [{name: app, image: app}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: inventory, namespace: shop}
            spec: {clusterIP: 10.96.0.10, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ledger, namespace: bank}
            spec: {clusterIP: 10.96.0.11, ports: [{port: 80}, {port: 9090}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: vault, namespace: bank}
            spec: {clusterIP: None, ports: [{port: 5432}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: inventory-1, namespace: shop, labels: {kubernetes.io/service-name: inventory}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints: [{addresses: [10.244.1.1], conditions: {ready: true}, zone: zone-a}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: ledger-1, namespace: bank, labels: {kubernetes.io/service-name: ledger}}
            addressType: IPv4
            ports: [{port: 8088}]
            endpoints: [{addresses: [10.244.7.7], conditions: {ready: true}, zone: zone-secret}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: vault-1, namespace: bank, labels: {kubernetes.io/service-name: vault}}
            addressType: IPv4
            ports: [{port: 5432}]
            endpoints: [{addresses: [10.244.7.8], conditions: {ready: true}, zone: zone-secret}]
            """.replace("<capture>", CAPTURE);

    private static final String POLICY = """
            ---
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: web, namespace: shop}
            spec:
              targetRefs: [{kind: Deployment, name: web}]
              dependencies: [{name: inventory, serviceRef: {name: inventory, port: 80}, protocol: HTTP}]
            """;

    @Test
    void withoutAPolicyNoPodIsNamed() {
        var config = SidecarCase.of(WORLD).config();

        assertThat(config.of(ResourceType.Endpoints)).isEmpty();
        assertThat(ConfigText.of(config)).doesNotContain("10.244.");
        theNeighboursAreKnownByNameAndAddressAlone(config);
    }

    @Test
    void withAPolicyThePodsOfItsDependencyAreAndNoOthers() {
        var config = SidecarCase.of(WORLD + POLICY).config();

        assertThat(config.of(ResourceType.Endpoints)).containsOnlyKeys("shop/inventory:80");
        assertThat(ConfigText.of(config)).contains("10.244.1.1").doesNotContain("10.244.7.");
        theNeighboursAreKnownByNameAndAddressAlone(config);
    }

    private static void theNeighboursAreKnownByNameAndAddressAlone(ProxyConfig config) {
        assertThat(config.of(ResourceType.Cluster))
                .containsOnlyKeys(
                        "inventory_shop_80",
                        "ledger_bank_80",
                        "ledger_bank_9090",
                        "vault_bank_5432",
                        "mine_faultline_9000",
                        "absent_bank_80");
        assertThat(ConfigText.of(config))
                .contains("10.96.0.11", "vault.bank.svc.cluster.local")
                .doesNotContain("zone-secret", "8088");
    }
}
