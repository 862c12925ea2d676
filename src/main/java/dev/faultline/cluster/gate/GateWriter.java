package dev.faultline.cluster.gate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.faultline.api.probe.ReadinessImpact;
import dev.faultline.probe.gate.GateWrite;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes the condition that readiness gate {@code faultline.dev/dependencies} waits for. Conditions are merged by their
 * type, so those of others stay; the kubelet keeps ours. Source: KEP-580, and the kubelet's mergePodStatus.
 */
public final class GateWriter implements AutoCloseable {
    /** Who owns the condition in a pod's managed fields. */
    public static final String FIELD_MANAGER = "faultline-gate";

    private static final Logger LOG = Logger.getLogger(GateWriter.class);
    private static final int AT_ONCE = 8;
    private static final int UNPROCESSABLE = 422;
    private static final PatchContext PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.STRATEGIC_MERGE)
            .withFieldManager(FIELD_MANAGER)
            .build();

    private final KubernetesClient client;
    private final Clock clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("gate").factory());

    /** @param client asks once: what is not written now is decided anew */
    public GateWriter(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Comes back when all is written, or the patience is over; what is left then is not written.
     *
     * @param writes the most urgent first
     */
    public void write(String namespace, List<GateWrite> writes, Duration patience) {
        try {
            threads.invokeAll(
                    writes.stream()
                            .map(write -> (Callable<Void>) () -> {
                                write(namespace, write);
                                return null;
                            })
                            .toList(),
                    patience.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String namespace, GateWrite write) {
        try (var _ = LogScope.of(LogKeys.NAMESPACE, namespace).and(LogKeys.POD, write.name())) {
            try {
                client.resource(named(namespace, write.name()))
                        .subresource("status")
                        .patch(PATCH, patch(write));
                LOG.info(write.inService() ? "Pod may be in service" : "Pod taken out of service");
            } catch (KubernetesClientException e) {
                told(e);
            } catch (RuntimeException e) {
                LOG.error("A readiness condition was not written, and is decided anew", e);
            }
        }
    }

    /** A pod that is gone, or another one of its name, needs nothing; the watch tells of it. */
    private static void told(KubernetesClientException problem) {
        switch (problem.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT, UNPROCESSABLE ->
                LOG.debugf("Pod is not the one that was judged. code=%s", problem.getCode());
            case HttpURLConnection.HTTP_FORBIDDEN ->
                LOG.warn("Readiness conditions may not be written; chart value gates.enabled gives the right");
            default -> {
                try (var _ = LogScope.of(LogKeys.CAUSE, String.valueOf(problem.getMessage()))) {
                    LOG.warn("A readiness condition was not written, and is decided anew");
                }
            }
        }
    }

    /** Of an object that is given the client asks for no other. */
    private static Pod named(String namespace, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }

    /** The uid is a precondition, or a pod that bears the name since would get what another one deserved. */
    private String patch(GateWrite write) {
        var json = JsonNodeFactory.instance;
        var condition = json.objectNode()
                .put("type", ReadinessImpact.GATE)
                .put("status", write.inService() ? "True" : "False")
                .put("reason", write.reason())
                .put("message", write.message())
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        var patch = json.objectNode();
        patch.putObject("metadata").put("uid", write.uid());
        patch.putObject("status").putArray("conditions").add(condition);
        return patch.toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
