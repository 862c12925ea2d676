package dev.faultline.cluster.injector;

import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jboss.logging.Logger;

/** Writes the webhook configuration, and never over a version that it has not seen. */
public final class HookWriter {
    private static final Logger LOG = Logger.getLogger(HookWriter.class);

    private final KubernetesClient client;

    HookWriter(KubernetesClient client) {
        this.client = client;
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException with 409 when it has changed meanwhile */
    void write(InjectorPlan.Hook hook) {
        switch (hook) {
            case InjectorPlan.Hook.Leave _, InjectorPlan.Hook.Foreign _ -> {
                return;
            }
            case InjectorPlan.Hook.Create(var wanted) -> client.resource(wanted).create();
            case InjectorPlan.Hook.Replace(var found, var wanted) ->
                client.resource(HookConfiguration.repaired(found, wanted))
                        .lockResourceVersion(found.getMetadata().getResourceVersion())
                        .update();
            case InjectorPlan.Hook.Delete(var found) ->
                client.resource(found)
                        .lockResourceVersion(found.getMetadata().getResourceVersion())
                        .delete();
        }
        try (var _ = LogScope.of(LogKeys.OBJECT, HookConfiguration.NAME)
                .and(LogKeys.VERB, hook.getClass().getSimpleName())) {
            LOG.info("Webhook configuration written");
        }
    }
}
