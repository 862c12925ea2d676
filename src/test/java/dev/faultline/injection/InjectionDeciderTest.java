package dev.faultline.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.api.TargetKind;
import dev.faultline.api.probe.Shallow;
import dev.faultline.api.probe.Shallow.Fill;
import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.injection.sidecar.NamespaceRules;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.shallow.ShallowIntent;
import dev.faultline.probe.shallow.ShallowPlanner;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not follow from the pod itself; the rest stands in golden/injection. */
class InjectionDeciderTest {
    private static final ResiliencePolicySpec POLICY = spec("""
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: web, namespace: shop}
            spec:
              targetRefs: [{kind: Deployment, name: web}]
              dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]
            """);
    private static final ResiliencePolicySpec REFUSED = spec("""
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: web, namespace: shop}
            spec:
              dependencies: [{name: db, external: {host: db.example.com, port: 5432}, protocol: TCP}]
            """);

    @Test
    void aPlainPodOfAGovernedWorkloadIsInjected() {
        assertThat(decide(pod(), namespace("shop", true), governor(POLICY, false))
                        .sidecar())
                .isInstanceOf(SidecarChoice.Inject.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "faultline-system"})
    void aReservedNamespaceIsLeftAlone(String name) {
        var decision = decide(pod(), namespace(name, true), governor(POLICY, false));

        assertThat(decision).isEqualTo(Decision.nothing(SkipReason.ReservedNamespace));
    }

    @Test
    void aNamespaceWithoutTheAuthorityGetsSpreadAlone() {
        var decision = decide(pod(), namespace("shop", false), governor(POLICY, false));

        assertThat(decision.sidecar()).isEqualTo(new SidecarChoice.Skip(SkipReason.AuthorityMissing));
        assertThat(decision.spread()).isNotEmpty();
    }

    @Test
    void aSuspendedWorkloadGetsSpreadAlone() {
        var decision = decide(pod(), namespace("shop", true), governor(POLICY, true));

        assertThat(decision.sidecar()).isEqualTo(new SidecarChoice.Skip(SkipReason.Suspended));
        assertThat(decision.spread()).isNotEmpty();
    }

    @Test
    void aPolicyThatCannotBeReadChangesNothing() {
        var decision = decide(pod(), namespace("shop", true), governor(REFUSED, false));

        assertThat(decision).isEqualTo(Decision.nothing(SkipReason.PolicyUnreadable));
    }

    @Test
    void optingOutComesBeforeEveryOtherReason() {
        var pod = new PodBuilder(pod())
                .editMetadata()
                .addToLabels("faultline.dev/inject", "false")
                .endMetadata()
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();

        var decision = decide(pod, namespace("kube-system", false), governor(POLICY, true));

        assertThat(decision).isEqualTo(Decision.nothing(SkipReason.OptedOut));
    }

    @Test
    void annotationsWithoutRoomForOursAreLeftAsTheyAre() {
        var pod = new PodBuilder(pod())
                .editMetadata()
                .addToAnnotations("note", "x".repeat(256 * 1024 - "note".length()))
                .endMetadata()
                .build();

        var decision = decide(pod, namespace("shop", true), governor(POLICY, false));
        var changed = PodChange.of(pod, decision, InjectionCase.SETTINGS);

        assertThat(decision.sidecar()).isEqualTo(new SidecarChoice.Skip(SkipReason.AnnotationsFull));
        assertThat(changed.getMetadata()).isEqualTo(pod.getMetadata());
    }

    @Test
    void aDenialIsToldOnThePod() {
        var decision = decide(pod(), namespace("shop", true), governor(POLICY, true));

        var changed = PodChange.of(pod(), decision, InjectionCase.SETTINGS);

        assertThat(changed.getMetadata().getAnnotations()).containsEntry(SidecarState.SKIPPED, "Suspended");
    }

    @Test
    void everyReasonHasAGoldenCaseOrATestHere() {
        var golden = InjectionCase.all()
                .map(given -> given.decision().sidecar())
                .flatMap(
                        choice -> choice instanceof SidecarChoice.Skip(var reason) ? Stream.of(reason) : Stream.empty())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(SkipReason.class)));
        var here = EnumSet.of(
                SkipReason.ReservedNamespace,
                SkipReason.AuthorityMissing,
                SkipReason.Suspended,
                SkipReason.PolicyUnreadable,
                SkipReason.AnnotationsFull,
                // aSecondPassChangesNothing, over all golden cases
                SkipReason.AlreadyInjected);

        golden.addAll(here);

        assertThat(golden).isEqualTo(EnumSet.allOf(SkipReason.class));
    }

    @Test
    void anInjectedPodIsKnownAsSuch() {
        var facts = new PodFacts(
                namespace("shop", true),
                governor(POLICY, false),
                Optional.empty(),
                false,
                (namespace, name) -> Optional.empty(),
                Front.NONE);
        var once = PodChange.of(
                pod(), InjectionDecider.decide(pod(), facts, InjectionCase.SETTINGS), InjectionCase.SETTINGS);

        var decision = InjectionDecider.decide(once, facts, InjectionCase.SETTINGS);

        assertThat(decision).isEqualTo(Decision.nothing(SkipReason.AlreadyInjected));
    }

    /** As when the probe's webhook call comes after one that knew nothing of it. */
    @Test
    void probesOfAPodWhoseSidecarCameFirstAreThoseOfOneThatGetsBoth() {
        var inbound = governor(spec("""
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata: {name: web, namespace: shop}
                spec: {inbound: [{port: http, protocol: HTTP}], targetRefs: [{kind: Deployment, name: web}]}
                """), false);
        var pod = new PodBuilder(pod())
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
        var intent = ShallowIntent.of(
                new Shallow(Shallow.Preset.Quarkus, new IntOrString("http"), null, Fill.Override, null, null, null));
        var probing = Optional.of(new ShallowPlanner(intent, Set.copyOf(intent.asked())));
        var sidecarFirst = changed(pod, inbound, Optional.empty());

        var probesAfterwards = changed(sidecarFirst, inbound, probing);

        assertThat(sidecarFirst.getSpec().getContainers().getFirst().getPorts())
                .allMatch(port -> port.getName() == null);
        assertThat(probesAfterwards).isEqualTo(changed(pod, inbound, probing));
        assertThat(probesAfterwards.getSpec().getContainers().getFirst().getLivenessProbe())
                .isNotNull();
        assertThat(changed(probesAfterwards, inbound, probing)).isEqualTo(probesAfterwards);
    }

    private static Pod changed(Pod pod, Optional<PodFacts.Governor> governor, Optional<ShallowPlanner> probing) {
        var facts = new PodFacts(
                namespace("shop", true), governor, probing, false, (place, name) -> Optional.empty(), Front.NONE);
        return PodChange.of(pod, InjectionDecider.decide(pod, facts, InjectionCase.SETTINGS), InjectionCase.SETTINGS);
    }

    private static Decision decide(Pod pod, PodFacts.Namespace namespace, Optional<PodFacts.Governor> governor) {
        return InjectionDecider.decide(
                pod,
                new PodFacts(
                        namespace, governor, Optional.empty(), false, (place, name) -> Optional.empty(), Front.NONE),
                InjectionCase.SETTINGS);
    }

    private static PodFacts.Namespace namespace(String name, boolean authority) {
        return new PodFacts.Namespace(name, "faultline-system", Map.of(), Map.of(), authority, NamespaceRules.NONE);
    }

    private static Optional<PodFacts.Governor> governor(ResiliencePolicySpec spec, boolean suspended) {
        return Optional.of(new PodFacts.Governor(
                "web",
                spec,
                new Workload.Key(TargetKind.Deployment, "web"),
                new LabelSelectorBuilder().addToMatchLabels("app", "web").build(),
                suspended));
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("web-")
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app")
                .endContainer()
                .endSpec()
                .build();
    }

    private static ResiliencePolicySpec spec(String yaml) {
        return Manifests.of(yaml).policies().findFirst().orElseThrow().getSpec();
    }
}
