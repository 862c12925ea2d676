package dev.faultline.cluster.install;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.injector.AuthorityMap;
import dev.faultline.cluster.injector.HookConfiguration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes back what the operator has put into the cluster so that pods get a sidecar. What pods need that have theirs
 * already stays until they are gone: a sidecar that restarts mounts the ConfigMap again, and a new installation with the
 * authority of this one can serve them.
 */
public final class Removal {
    private final KubernetesClient client;
    private final String namespace;
    private final Consumer<String> say;

    /** @param namespace the operator's */
    Removal(KubernetesClient client, String namespace, Consumer<String> say) {
        this.client = client;
        this.namespace = namespace;
        this.say = say;
    }

    /** The operator has ended before: it would put all of it back. */
    void run() {
        client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(HookConfiguration.NAME)
                .delete();
        say.accept("Webhook configuration " + HookConfiguration.NAME + " is deleted, new pods get no sidecar");
        var injected = InjectedPods.among(pods());
        secret(Certificates.WEBHOOK_SECRET);
        if (injected.pods().isEmpty()) {
            secret(Certificates.XDS_SECRET);
        }
        authorities(injected.namespaces());
        injected.lines().forEach(say);
    }

    private void secret(String name) {
        client.secrets().inNamespace(namespace).withName(name).delete();
        say.accept("Secret " + name + " is deleted");
    }

    private void authorities(Set<String> needed) {
        var deleted =
                client
                        .configMaps()
                        .inAnyNamespace()
                        .withField("metadata.name", AuthorityMap.NAME)
                        .list()
                        .getItems()
                        .stream()
                        .filter(AuthorityMap::isOurs)
                        .filter(map -> !needed.contains(map.getMetadata().getNamespace()))
                        .toList();
        deleted.forEach(this::delete);
        if (!deleted.isEmpty()) {
            say.accept("ConfigMap " + AuthorityMap.NAME + " is deleted, namespaces: " + deleted.size());
        }
    }

    private void delete(ConfigMap map) {
        client.resource(map).delete();
    }

    /** In portions, since all pods of a cluster at once are more than this process has memory for. */
    private List<Pod> pods() {
        var found = new ArrayList<Pod>();
        var from = "";
        do {
            var page = client.pods()
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder()
                            .withLimit(Cached.PAGE)
                            .withContinue(from.isEmpty() ? null : from)
                            .build());
            found.addAll(InjectedPods.among(page.getItems()).pods());
            var next = page.getMetadata().getContinue();
            from = next == null ? "" : next;
        } while (!from.isEmpty());
        return found;
    }
}
