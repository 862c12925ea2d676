package dev.faultline.it.world;

import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.certificates.ServerNames;
import dev.faultline.cluster.injector.Endpoint;
import dev.faultline.cluster.injector.Injector;
import dev.faultline.cluster.injector.Wish;
import dev.faultline.telemetry.Metrics;
import dev.faultline.webhook.Mutation;
import dev.faultline.webhook.PodAdmission;
import dev.faultline.webhook.PodMutator;
import dev.faultline.webhook.WebhookServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * The webhook of one replica within the test: its certificates, its server, and what the leader keeps so that pods come
 * to it. What is done to a pod is the test's choice.
 */
public final class Gate implements AutoCloseable {
    public static final String PATCHED = "example.com/patched";

    /** What every pod gets until a test says otherwise. */
    public static final Mutation PATCH = new Mutation.Patched(
            "[{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{\"" + PATCHED + "\":\"yes\"}}]", List.of());

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KubernetesClient client = client();
    private final Vertx vertx = Vertx.vertx();
    private final WebhookServer server;
    private final Certificates certificates;
    private final Injector injector;
    private volatile PodMutator mutator = (pod, namespace) -> PATCH;
    private volatile Wish wish = new Wish(Set.of(), Set.of());

    /** @param home takes the place of the operator's own namespace */
    public static Gate leading(TestNamespace home, Clock clock) {
        var gate = new Gate(home, clock);
        gate.certificates.lead();
        Awaitility.await().atMost(PATIENCE).until(gate.server::isListening);
        gate.injector.lead();
        return gate;
    }

    private Gate(TestNamespace home, Clock clock) {
        var port = ChildProcess.freePort();
        server = new WebhookServer(
                vertx,
                new WebhookServer.Place("127.0.0.1", port),
                new PodAdmission(
                        (pod, namespace) -> mutator.of(pod, namespace), new Metrics(new SimpleMeterRegistry())));
        var names = new ServerNames(Set.of("127.0.0.1"));
        certificates = new Certificates(client, new Certificates.Terms(home.name(), names, names, false), clock);
        certificates.webhook().listen(server::show);
        injector = new Injector(
                client,
                new Injector.Terms(
                        home.name(),
                        new Endpoint.OfUrl(URI.create("https://127.0.0.1:" + port + "/mutate")),
                        () -> wish),
                certificates);
        certificates.start(PATIENCE);
        injector.start(PATIENCE);
    }

    /** Named as the operator is, for managedFields. */
    private static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(ApiServer.ready().client().getConfiguration())
                        .withUserAgent("faultline/it")
                        .build())
                .build();
    }

    public Certificates certificates() {
        return certificates;
    }

    public Injector injector() {
        return injector;
    }

    public void wish(Wish next) {
        wish = next;
        injector.wake();
    }

    public void serve(TestNamespace... namespaces) {
        wish(new Wish(
                Set.copyOf(Arrays.stream(namespaces).map(TestNamespace::name).toList()), Set.of()));
    }

    public void mutate(PodMutator next) {
        mutator = next;
    }

    /** As when the process is gone, although the configuration still names it. */
    public void stopServer() {
        server.close(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        injector.close();
        certificates.close();
        stopServer();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
    }
}
