package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.certificates.Keyring;
import dev.faultline.cluster.injector.AuthorityMap;
import dev.faultline.cluster.injector.HookConfiguration;
import dev.faultline.cluster.injector.Wish;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Gate;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.target.SidecarState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods come to the webhook, with a real API server in between. */
class InjectorIT {
    private static final Duration AT_REST = Duration.ofSeconds(3);

    private TestNamespace home;
    private TestNamespace shop;
    private Gate gate;

    @BeforeEach
    void start() {
        home = namespace("gate");
        shop = namespace("shop");
        gate = Gate.leading(home, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        gate.close();
        configuration().delete();
        shop.close();
        home.close();
    }

    @Test
    void podsOfAServedNamespaceArePatchedAndNoOthers() {
        try (var other = namespace("other")) {
            gate.serve(shop);
            awaitServed(shop);

            assertThat(isPatched(create(shop, Map.of()))).isTrue();
            assertThat(isPatched(create(shop, Map.of(SidecarState.INJECT, "false"))))
                    .isFalse();
            assertThat(isPatched(create(other, Map.of()))).isFalse();
            assertThat(isPatched(create(home, Map.of()))).isFalse();
        }
    }

    @Test
    void theAuthorityIsThereBeforeTheNamespaceIsServed() {
        gate.serve(shop);

        awaitServed(shop);

        assertThat(authority(shop).require().getData()).containsEntry("ca.crt", xdsAuthorities());
        assertThat(version(authority(shop).require().getMetadata().getResourceVersion()))
                .isLessThan(version(configuration().require().getMetadata().getResourceVersion()));
    }

    @Test
    void whenNoNamespaceIsServedNothingStandsInTheWayOfPods() {
        gate.serve(shop);
        awaitServed(shop);

        gate.serve();

        eventually(() -> assertThat(configuration().get()).isNull());
        eventually(() -> assertThat(authority(shop).get()).isNull());
        assertThat(isPatched(create(shop, Map.of()))).isFalse();
    }

    @Test
    void podsThatHaveTheirSidecarKeepTheAuthority() {
        gate.serve(shop);
        awaitServed(shop);

        gate.wish(new Wish(Set.of(), Set.of(shop.name())));

        eventually(() -> assertThat(configuration().get()).isNull());
        authority(shop).delete();
        eventually(() -> assertThat(authority(shop).get()).isNotNull());
    }

    @Test
    void whatOthersChangeIsChangedBackAndThenLeftAlone() {
        gate.serve(shop);
        awaitServed(shop);
        var uid = authority(shop).require().getMetadata().getUid();

        configuration().edit(found -> {
            found.getWebhooks().getFirst().setFailurePolicy("Fail");
            found.getWebhooks().getFirst().setNamespaceSelector(null);
            return found;
        });
        authority(shop).edit(found -> {
            found.setData(Map.of("ca.crt", "somebody else's"));
            found.getMetadata().setLabels(Map.of());
            return found;
        });

        eventually(() -> {
            assertThat(webhook().getFailurePolicy()).isEqualTo("Ignore");
            assertThat(served()).containsExactly(shop.name());
            assertThat(authority(shop).require().getData()).containsEntry("ca.crt", xdsAuthorities());
            assertThat(authority(shop).require().getMetadata().getUid()).isEqualTo(uid);
        });
        var configuration = configuration().require().getMetadata().getResourceVersion();
        var map = authority(shop).require().getMetadata().getResourceVersion();
        throughout(AT_REST, () -> {
            assertThat(configuration().require().getMetadata().getResourceVersion())
                    .isEqualTo(configuration);
            assertThat(authority(shop).require().getMetadata().getResourceVersion())
                    .isEqualTo(map);
        });
    }

    @Test
    void whatOthersDeleteIsMadeAgain() {
        gate.serve(shop);
        awaitServed(shop);

        configuration().delete();
        authority(shop).delete();

        awaitServed(shop);
        eventually(() -> assertThat(authority(shop).get()).isNotNull());
    }

    @Test
    void aConfigMapOfSomebodyElseIsNotTouchedAndItsNamespaceNotServed() {
        try (var other = namespace("other")) {
            other.apply("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: faultline-ca}
                    data: {ca.crt: mine}
                    """);

            gate.serve(shop, other);

            awaitServed(shop);
            eventually(() -> assertThat(gate.injector().foreign()).containsExactly(other.name()));
            assertThat(authority(other).require().getData()).isEqualTo(Map.of("ca.crt", "mine"));
            assertThat(isPatched(create(other, Map.of()))).isFalse();

            authority(other).delete();

            awaitServed(shop, other);
            assertThat(gate.injector().foreign()).isEmpty();
        }
    }

    @Test
    void aNamespaceThatIsNotThereHoldsUpNoOther() {
        gate.wish(new Wish(Set.of("nowhere-" + shop.name(), shop.name()), Set.of()));

        awaitServed(shop);
    }

    @Test
    void theNextLeaderWritesNothing() {
        gate.serve(shop);
        awaitServed(shop);
        var before = List.of(
                configuration().require().getMetadata().getUid(),
                authority(shop).require().getMetadata().getResourceVersion(),
                secret(Certificates.WEBHOOK_SECRET).require().getMetadata().getResourceVersion(),
                secret(Certificates.XDS_SECRET).require().getMetadata().getResourceVersion());
        gate.close();

        gate = Gate.leading(home, Clock.systemUTC());
        gate.serve(shop);
        // Its port is another one, so this shows that it is at work.
        eventually(() -> assertThat(isPatched(create(shop, Map.of()))).isTrue());

        assertThat(List.of(
                        configuration().require().getMetadata().getUid(),
                        authority(shop).require().getMetadata().getResourceVersion(),
                        secret(Certificates.WEBHOOK_SECRET)
                                .require()
                                .getMetadata()
                                .getResourceVersion(),
                        secret(Certificates.XDS_SECRET).require().getMetadata().getResourceVersion()))
                .isEqualTo(before);
    }

    @Test
    void aSecretThatIsDeletedOrDamagedIsPutBackAsItWas() {
        var data = secret(Certificates.XDS_SECRET).require().getData();

        secret(Certificates.XDS_SECRET).delete();
        eventually(() -> assertThat(secret(Certificates.XDS_SECRET).get()).isNotNull());
        assertThat(secret(Certificates.XDS_SECRET).require().getData()).isEqualTo(data);
        secret(Certificates.XDS_SECRET).edit(found -> {
            found.getData().put("tls.key", "aGVsbG8=");
            return found;
        });

        eventually(() ->
                assertThat(secret(Certificates.XDS_SECRET).require().getData()).isEqualTo(data));
    }

    @Test
    void aSecretThatCannotBeUsedAtTheStartIsMadeAnew() {
        gate.close();
        secret(Certificates.WEBHOOK_SECRET).edit(found -> {
            found.setData(Map.of("tls.crt", "aGVsbG8=", "tls.key", "aGVsbG8="));
            return found;
        });

        gate = Gate.leading(home, Clock.systemUTC());
        gate.serve(shop);

        awaitServed(shop);
        assertThat(isPatched(create(shop, Map.of()))).isTrue();
    }

    @Test
    void theApiServerTrustsANewAuthorityAtOnce() {
        gate.serve(shop);
        awaitServed(shop);
        var before = webhook().getClientConfig().getCaBundle();
        gate.close();
        secret(Certificates.WEBHOOK_SECRET).delete();

        gate = Gate.leading(home, Clock.systemUTC());
        gate.serve(shop);

        eventually(() -> assertThat(webhook().getClientConfig().getCaBundle()).isNotEqualTo(before));
        assertThat(webhook().getClientConfig().getCaBundle()).isEqualTo(bundleOf(Certificates.WEBHOOK_SECRET));
        eventually(() -> assertThat(isPatched(create(shop, Map.of()))).isTrue());
    }

    private String bundleOf(String name) {
        return secret(name).require().getData().get("ca.crt");
    }

    private static TestNamespace namespace(String prefix) {
        var made = ApiServer.ready().namespace(prefix);
        eventually(() -> assertThat(made.client()
                        .serviceAccounts()
                        .inNamespace(made.name())
                        .withName("default")
                        .get())
                .isNotNull());
        return made;
    }

    private void awaitServed(TestNamespace... namespaces) {
        eventually(() -> assertThat(served())
                .containsExactlyInAnyOrder(
                        Arrays.stream(namespaces).map(TestNamespace::name).toArray(String[]::new)));
        for (var namespace : namespaces) {
            // The API server itself follows its configuration by a watch.
            eventually(() -> assertThat(isPatched(create(namespace, Map.of()))).isTrue());
        }
    }

    private List<String> served() {
        return webhook().getNamespaceSelector().getMatchExpressions().getFirst().getValues();
    }

    private MutatingWebhook webhook() {
        var found = configuration().get();
        assertThat(found).isNotNull();
        assertThat(found.getWebhooks()).hasSize(1);
        return found.getWebhooks().getFirst();
    }

    private String xdsAuthorities() {
        return gate.certificates()
                .xds()
                .current()
                .map(Keyring::authoritiesAsPem)
                .orElseThrow();
    }

    private static Resource<MutatingWebhookConfiguration> configuration() {
        return ApiServer.ready()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(HookConfiguration.NAME);
    }

    private static Resource<ConfigMap> authority(TestNamespace namespace) {
        return namespace.client().configMaps().inNamespace(namespace.name()).withName(AuthorityMap.NAME);
    }

    private Resource<Secret> secret(String name) {
        return home.client().secrets().inNamespace(home.name()).withName(name);
    }

    static Pod create(TestNamespace namespace, Map<String, String> labels) {
        return namespace
                .client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName("web-")
                        .withNamespace(namespace.name())
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withTerminationGracePeriodSeconds(0L)
                        .addNewContainer()
                        .withName("app")
                        .withImage("example.invalid/app")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    static boolean isPatched(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(Gate.PATCHED);
    }

    private static long version(String text) {
        return Long.parseLong(text);
    }
}
