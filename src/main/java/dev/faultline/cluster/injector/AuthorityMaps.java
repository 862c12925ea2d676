package dev.faultline.cluster.injector;

import dev.faultline.cluster.ServerSideApply;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes the ConfigMaps. One namespace that refuses does not hold up the others. */
public final class AuthorityMaps {
    private static final Logger LOG = Logger.getLogger(AuthorityMaps.class);

    /** Source: Kubernetes namespace lifecycle admission. */
    private static final String TERMINATING = "because it is being terminated";

    private final KubernetesClient client;

    AuthorityMaps(KubernetesClient client) {
        this.client = client;
    }

    /** @return the first refusal, after all were tried */
    Optional<KubernetesClientException> write(List<ConfigMap> created, List<ConfigMap> repaired) {
        var refusals = new ArrayList<KubernetesClientException>();
        created.forEach(map -> tried(map, "Authority made known", this::create, refusals));
        repaired.forEach(map -> tried(map, "Authority put right", this::repair, refusals));
        return refusals.stream().findFirst();
    }

    /** @return the first refusal, after all were tried */
    Optional<KubernetesClientException> remove(List<ConfigMap> removed) {
        var refusals = new ArrayList<KubernetesClientException>();
        removed.forEach(map -> tried(map, "Authority removed", this::delete, refusals));
        return refusals.stream().findFirst();
    }

    private void create(ConfigMap map) {
        client.resource(map).create();
    }

    private void repair(ConfigMap map) {
        client.resource(map).patch(ServerSideApply.FORCED);
    }

    private void delete(ConfigMap map) {
        client.resource(map)
                .lockResourceVersion(map.getMetadata().getResourceVersion())
                .delete();
    }

    private static void tried(
            ConfigMap map, String done, Consumer<ConfigMap> act, List<KubernetesClientException> refusals) {
        try (var _ = LogScope.of(LogKeys.OBJECT, map.getMetadata().getNamespace() + "/" + AuthorityMap.NAME)) {
            act.accept(map);
            LOG.info(done);
        } catch (KubernetesClientException e) {
            if (!isGone(e)) {
                refusals.add(e);
            }
        }
    }

    /** The namespace went meanwhile, or is going. */
    private static boolean isGone(KubernetesClientException problem) {
        return problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                || String.valueOf(problem.getMessage()).contains(TERMINATING);
    }
}
