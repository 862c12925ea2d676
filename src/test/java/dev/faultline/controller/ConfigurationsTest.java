package dev.faultline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.traffic.ProxyReader.Situation;
import dev.faultline.controller.Configurations.Made;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Endpoints;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.reference.KnownMentions;
import dev.faultline.envoy.reference.Problem;
import dev.faultline.envoy.reference.ReferenceCheck;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.KnownService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {
    private static final KnownService INVENTORY = new KnownService(
            "shop",
            "inventory",
            List.of(new KnownService.Port(80, "TCP", "http", "")),
            Optional.of("10.96.0.10"),
            Optional.empty());

    private static final Capture CAPTURE = new Capture(
            List.of(new Capture.Host(
                    "inventory.shop",
                    List.of("inventory"),
                    "127.70.1.1",
                    new Capture.Destination.Service("shop", "inventory"),
                    List.of(new Capture.Port(80, 80)))),
            List.of(),
            List.of());

    private static final Situation SITUATION = new Situation(
            CAPTURE,
            Optional.empty(),
            Manifests.of("""
                    apiVersion: faultline.dev/v1alpha1
                    kind: ResiliencePolicy
                    metadata: {name: web, namespace: shop, uid: one}
                    spec:
                      targetRefs: [{kind: Deployment, name: web}]
                      dependencies:
                      - {name: inventory, serviceRef: {name: inventory, port: 80}, protocol: HTTP}
                    """).objects().stream()
                    .map(ResiliencePolicy.class::cast)
                    .findFirst(),
            false,
            false);

    private static Made made(Function<String, Optional<Resource>> endpoints) {
        return new Configurations(
                        (_, _) -> Optional.of(INVENTORY),
                        endpoints,
                        new ReferenceCheck(new KnownMentions()),
                        new Configurations.Terms(false, Addressing.IPv4, "cluster.local"))
                .with(Set.of())
                .of(SITUATION);
    }

    @Test
    void whatFitsTogetherIsToBeSent() {
        var made = made(name -> Optional.of(Endpoints.resource(name, List.of())));

        assertThat(made)
                .isInstanceOfSatisfying(
                        Made.Fit.class,
                        fit -> assertThat(fit.config().of(ResourceType.Endpoints))
                                .containsOnlyKeys("shop/inventory:80"));
    }

    @Test
    void whatRefersToNothingIsNotAndAPodThatHasNothingYetPassesThrough() {
        var made = made(name -> Optional.of(Endpoints.resource("another", List.of())));

        assertThat(made).isInstanceOfSatisfying(Made.Unfit.class, unfit -> {
            assertThat(unfit.problems())
                    .containsExactly(new Problem(
                            ResourceType.Cluster,
                            "inventory_shop_80",
                            "it refers to Endpoints shop/inventory:80, which is not there"));
            assertThat(unfit.passThrough()).hasValueSatisfying(config -> {
                assertThat(config.of(ResourceType.Listener)).containsKey("inventory.shop:80");
                assertThat(config.of(ResourceType.Endpoints)).isEmpty();
            });
        });
    }
}
