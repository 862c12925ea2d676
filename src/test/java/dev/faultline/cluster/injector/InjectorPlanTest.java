package dev.faultline.cluster.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.injector.InjectorPlan.Facts;
import dev.faultline.cluster.injector.InjectorPlan.Hook;
import dev.faultline.cluster.injector.InjectorPlan.Target;
import dev.faultline.cluster.injector.InjectorPlan.Trust;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InjectorPlanTest {
    private static final Endpoint SERVICE = new Endpoint.OfService("faultline-system", "faultline-webhook", 443);
    private static final Target TARGET = new Target("faultline-system", SERVICE);
    private static final Trust TRUST = new Trust(Optional.of("webhook CA"), Optional.of("xds CA"));

    @Test
    void aNamespaceIsSelectedOnlyOnceItsConfigMapHasBeenSeen() {
        var first = plan(serving("shop"), none());

        assertThat(first.created()).containsExactly(ours("shop"));
        assertThat(first.hook()).isEqualTo(new Hook.Leave());

        var second = plan(serving("shop"), none(), ours("shop"));

        assertThat(second.created()).isEmpty();
        assertThat(second.hook()).isEqualTo(new Hook.Create(hook("shop")));
    }

    @Test
    void whatIsAsItShouldBeIsLeftAlone() {
        var plan = plan(serving("shop", "bank"), hooked("shop", "bank"), ours("shop"), ours("bank"));

        assertThat(plan).isEqualTo(new InjectorPlan(List.of(), List.of(), List.of(), new Hook.Leave(), Set.of()));
    }

    @Test
    void aConfigMapWithAnotherAuthorityIsPutRightAndItsNamespaceStaysSelected() {
        var found = ours("shop");
        found.getMetadata().setUid("u-1");
        found.setData(Map.of("ca.crt", "somebody else's", "more", "kept"));

        var plan = plan(serving("shop"), hooked("shop"), found);

        assertThat(plan.repaired()).singleElement().satisfies(map -> {
            assertThat(map.getMetadata().getUid()).isEqualTo("u-1");
            assertThat(map.getData()).isEqualTo(Map.of("ca.crt", "xds CA"));
        });
        assertThat(plan.hook()).isEqualTo(new Hook.Leave());
    }

    @Test
    void aConfigMapThatSomebodyHasDeletedIsMadeAgainAndItsNamespaceStaysSelected() {
        var plan = plan(serving("shop"), hooked("shop"));

        assertThat(plan.created()).containsExactly(ours("shop"));
        assertThat(plan.hook()).isEqualTo(new Hook.Leave());
    }

    @Test
    void aConfigMapOfSomebodyElseIsNotTouchedAndItsNamespaceNotServed() {
        var plan = plan(serving("shop", "bank"), hooked("shop", "bank"), foreign("shop"), ours("bank"));

        assertThat(plan.created()).isEmpty();
        assertThat(plan.repaired()).isEmpty();
        assertThat(plan.removed()).isEmpty();
        assertThat(plan.foreign()).containsExactly("shop");
        assertThat(plan.hook()).isEqualTo(new Hook.Replace(hook("bank", "shop"), hook("bank")));
    }

    @Test
    void aConfigMapWhoseLabelsSomebodyHasTakenAwayIsStillOurs() {
        var found = ours("shop");
        found.getMetadata().setLabels(Map.of());
        found.getMetadata()
                .setManagedFields(Serialization.unmarshal("""
                kind: ConfigMap
                apiVersion: v1
                metadata: {managedFields: [{manager: kubectl-edit}, {manager: faultline}]}
                """, ConfigMap.class)
                        .getMetadata()
                        .getManagedFields());

        var plan = plan(serving("shop"), hooked("shop"), found);

        assertThat(plan.repaired()).hasSize(1);
        assertThat(plan.foreign()).isEmpty();
    }

    @Test
    void withoutANamespaceThereIsNoConfigurationAtAll() {
        assertThat(plan(serving(), none()).hook()).isEqualTo(new Hook.Leave());
        assertThat(plan(serving(), hooked("shop")).hook()).isEqualTo(new Hook.Delete(hook("shop")));
    }

    @Test
    void theAuthorityStaysWherePodsNeedItStill() {
        var wish = new Wish(Set.of(), Set.of("shop"));

        var plan = plan(wish, hooked("shop", "bank"), ours("shop"), ours("bank"));

        assertThat(plan.removed()).containsExactly(ours("bank"));
        assertThat(plan.hook()).isInstanceOf(Hook.Delete.class);
    }

    @Test
    void aConfigMapOfSomebodyElseIsNeverRemoved() {
        assertThat(plan(serving(), none(), foreign("shop")).removed()).isEmpty();
    }

    @Test
    void theSystemAndTheOperatorsOwnNamespaceAreNeverServed() {
        var wish = serving("kube-system", "faultline-system", "shop");

        var plan = plan(wish, none(), ours("kube-system"), ours("faultline-system"), ours("shop"));

        assertThat(plan.hook()).isEqualTo(new Hook.Create(hook("shop")));
        assertThat(plan.created()).isEmpty();
    }

    @Test
    void withoutAnAuthorityNothingIsPromised() {
        var facts =
                new Facts(serving("shop"), Map.of(), Optional.empty(), new Trust(Optional.empty(), Optional.empty()));

        var plan = InjectorPlan.of(facts, TARGET);

        assertThat(plan.created()).isEmpty();
        assertThat(plan.hook()).isEqualTo(new Hook.Leave());
    }

    @Test
    void whateverSomebodyHasChangedInTheConfigurationIsChangedBack() {
        List<Consumer<MutatingWebhookConfiguration>> changes = List.of(
                found -> found.getWebhooks().getFirst().setFailurePolicy("Fail"),
                found -> found.getWebhooks().getFirst().setTimeoutSeconds(30),
                found -> found.getWebhooks().getFirst().setNamespaceSelector(null),
                found -> found.getWebhooks().getFirst().getClientConfig().setCaBundle("AAAA"),
                found -> found.setWebhooks(List.of()),
                found -> found.getMetadata().setLabels(Map.of("app.kubernetes.io/managed-by", "faultline")));

        for (var change : changes) {
            var found = hook("shop");
            found.getMetadata().setManagedFields(hookOwnedByUs());
            change.accept(found);

            assertThat(plan(serving("shop"), Optional.of(found), ours("shop")).hook())
                    .isInstanceOfSatisfying(
                            Hook.Replace.class,
                            replace -> assertThat(HookConfiguration.repaired(replace.found(), replace.wanted())
                                            .getWebhooks())
                                    .isEqualTo(hook("shop").getWebhooks()));
        }
    }

    @Test
    void aConfigurationOfSomebodyElseIsNotTouched() {
        var found = hook("shop");
        found.getMetadata().setLabels(Map.of());

        assertThat(plan(serving("shop"), Optional.of(found), ours("shop")).hook())
                .isEqualTo(new Hook.Foreign());
        assertThat(plan(serving(), Optional.of(found)).hook()).isEqualTo(new Hook.Leave());
    }

    @Test
    void anOperatorOutsideTheClusterIsReachedByUrl() {
        var url = new Endpoint.OfUrl(URI.create("https://127.0.0.1:9443/mutate"));

        var client = HookConfiguration.of(Set.of("shop"), "webhook CA", url)
                .getWebhooks()
                .getFirst()
                .getClientConfig();

        assertThat(client.getUrl()).isEqualTo("https://127.0.0.1:9443/mutate");
        assertThat(client.getService()).isNull();
    }

    /** etcd takes requests of 1.5 MiB. Source: etcd --max-request-bytes. */
    @Test
    void tenThousandNamespacesFitIntoOneConfiguration() {
        var names = IntStream.range(0, 10_000).mapToObj("%063d"::formatted).collect(Collectors.toSet());

        var json = Serialization.asJson(HookConfiguration.of(names, "x".repeat(4096), SERVICE));

        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024 * 1024);
    }

    @Test
    void theOrderOfNamespacesDoesNotMakeADifference() {
        assertThat(Serialization.asYaml(hook("a", "b", "c"))).isEqualTo(Serialization.asYaml(hook("c", "a", "b")));
    }

    private static InjectorPlan plan(Wish wish, Optional<MutatingWebhookConfiguration> hook, ConfigMap... maps) {
        var byNamespace = Arrays.stream(maps)
                .collect(Collectors.toMap(map -> map.getMetadata().getNamespace(), Function.identity()));
        return InjectorPlan.of(new Facts(wish, byNamespace, hook, TRUST), TARGET);
    }

    private static Wish serving(String... namespaces) {
        return new Wish(Set.of(namespaces), Set.of());
    }

    private static ConfigMap ours(String namespace) {
        return AuthorityMap.of(namespace, "xds CA");
    }

    private static ConfigMap foreign(String namespace) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("faultline-ca")
                .endMetadata()
                .build();
    }

    private static Optional<MutatingWebhookConfiguration> none() {
        return Optional.empty();
    }

    private static Optional<MutatingWebhookConfiguration> hooked(String... namespaces) {
        return Optional.of(hook(namespaces));
    }

    private static MutatingWebhookConfiguration hook(String... namespaces) {
        return HookConfiguration.of(Set.of(namespaces), "webhook CA", SERVICE);
    }

    private static List<ManagedFieldsEntry> hookOwnedByUs() {
        return new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .addNewManagedField()
                .withManager("faultline")
                .endManagedField()
                .endMetadata()
                .build()
                .getMetadata()
                .getManagedFields();
    }
}
