package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes ready whichever pods of a namespace have a place, and ends those that are being deleted, until it is closed. */
public final class FakeKubelet implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(100);

    private final TestNamespace namespace;
    private final Set<String> sick = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    public FakeKubelet(TestNamespace namespace) {
        this.namespace = namespace;
        this.thread = Thread.ofVirtual().name("kubelet").start(this::run);
    }

    /** New pods of this app do not become ready any more. */
    public void noMoreReady(String app) {
        sick.add(app);
    }

    private void run() {
        while (!closed) {
            try {
                namespace
                        .client()
                        .pods()
                        .inNamespace(namespace.name())
                        .list()
                        .getItems()
                        .forEach(this::look);
                Thread.sleep(ROUND);
            } catch (KubernetesClientException e) {
                // The API server may be away for a while; a kubelet goes on.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Pod pod) {
        try {
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                namespace.client().resource(pod).withGracePeriod(0).delete();
            } else if (pod.getSpec().getNodeName() != null
                    && !Readiness.isPodReady(pod)
                    && !sick.contains(pod.getMetadata().getLabels().get("app"))) {
                FakePods.markReady(namespace, pod);
            }
        } catch (KubernetesClientException e) {
            // It has gone meanwhile.
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
