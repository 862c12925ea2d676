package dev.faultline.cluster.injector;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be written now. A namespace comes into the configuration only once its ConfigMap has been seen: a sidecar
 * without it could not start.
 *
 * @param created ConfigMaps that are not there
 * @param repaired ours, to be put right
 * @param removed ours, as they are, which nobody needs any more; after the configuration was written
 * @param foreign namespaces where a ConfigMap of somebody else has our name: their pods get no sidecar
 */
record InjectorPlan(
        List<ConfigMap> created, List<ConfigMap> repaired, List<ConfigMap> removed, Hook hook, Set<String> foreign) {

    /** What becomes of the webhook configuration. */
    sealed interface Hook {
        record Leave() implements Hook {}

        record Create(MutatingWebhookConfiguration wanted) implements Hook {}

        /** @param found as it was read, with its version */
        record Replace(MutatingWebhookConfiguration found, MutatingWebhookConfiguration wanted) implements Hook {}

        /** Nothing is sent to anybody, so nothing of us should stand in the way of pods, or be asked about by people. */
        record Delete(MutatingWebhookConfiguration found) implements Hook {}

        /** Somebody else's object has our name. */
        record Foreign() implements Hook {}
    }

    /**
     * @param namespace the operator's own
     * @param endpoint where the API server finds the webhook
     */
    record Target(String namespace, Endpoint endpoint) {
        private static final String SYSTEM = "kube-system";

        /** A webhook that answers for the pods of the cluster's own parts, or for its own, can lock itself out. */
        boolean mayServe(String name) {
            return !name.equals(namespace) && !name.equals(SYSTEM);
        }
    }

    /** @param webhook whom the API server is to trust, and {@code xds} whom sidecars are, in PEM; empty until known */
    record Trust(Optional<String> webhook, Optional<String> xds) {}

    /** @param maps all ConfigMaps of our name, by namespace */
    record Facts(Wish wish, Map<String, ConfigMap> maps, Optional<MutatingWebhookConfiguration> hook, Trust trust) {
        /** Namespaces whose pods are sent to us as things are, by a configuration that is right. */
        Set<String> served(Target target) {
            return hook.filter(found -> trust.webhook()
                            .filter(authorities -> HookConfiguration.isSound(found, authorities, target.endpoint()))
                            .isPresent())
                    .map(HookConfiguration::namespaces)
                    .orElse(Set.of());
        }
    }

    static InjectorPlan of(Facts facts, Target target) {
        var needed = needed(facts.wish(), target);
        var created = new ArrayList<ConfigMap>();
        var repaired = new ArrayList<ConfigMap>();
        var foreign = new TreeSet<String>();
        for (var namespace : needed) {
            var found = facts.maps().get(namespace);
            var wanted = facts.trust().xds().map(authorities -> AuthorityMap.of(namespace, authorities));
            if (found == null) {
                wanted.ifPresent(created::add);
            } else if (!Ownership.isOurs(found)) {
                foreign.add(namespace);
            } else {
                wanted.filter(map -> !AuthorityMap.isCurrent(found, map))
                        .map(map -> AuthorityMap.repaired(found, map))
                        .ifPresent(repaired::add);
            }
        }
        return new InjectorPlan(created, repaired, unneeded(facts, needed), hook(facts, target), foreign);
    }

    private static List<ConfigMap> unneeded(Facts facts, Set<String> needed) {
        return facts.maps().values().stream()
                .filter(Ownership::isOurs)
                .filter(map -> !needed.contains(map.getMetadata().getNamespace()))
                .toList();
    }

    private static Set<String> needed(Wish wish, Target target) {
        var needed = new TreeSet<>(wish.serve());
        needed.removeIf(name -> !target.mayServe(name));
        needed.addAll(wish.keep());
        return needed;
    }

    private static Hook hook(Facts facts, Target target) {
        var served = served(facts, target);
        if (facts.hook().filter(found -> !Ownership.isOurs(found)).isPresent()) {
            return served.isEmpty() ? new Hook.Leave() : new Hook.Foreign();
        }
        if (served.isEmpty()) {
            return facts.hook().<Hook>map(Hook.Delete::new).orElseGet(Hook.Leave::new);
        }
        return facts.trust()
                .webhook()
                .map(authorities -> HookConfiguration.of(served, authorities, target.endpoint()))
                .map(wanted -> written(facts, wanted))
                .orElseGet(Hook.Leave::new);
    }

    private static Hook written(Facts facts, MutatingWebhookConfiguration wanted) {
        return facts.hook()
                .<Hook>map(found ->
                        HookConfiguration.isCurrent(found, wanted) ? new Hook.Leave() : new Hook.Replace(found, wanted))
                .orElseGet(() -> new Hook.Create(wanted));
    }

    /** A ConfigMap that somebody deletes under us is put back at once; its namespace is not dropped for that moment. */
    private static Set<String> served(Facts facts, Target target) {
        var before = facts.hook().map(HookConfiguration::namespaces).orElse(Set.of());
        var served = new TreeSet<String>();
        for (var namespace : facts.wish().serve()) {
            var found = facts.maps().get(namespace);
            var hasAuthority = found == null ? before.contains(namespace) : Ownership.isOurs(found);
            if (target.mayServe(namespace) && hasAuthority) {
                served.add(namespace);
            }
        }
        return served;
    }
}
