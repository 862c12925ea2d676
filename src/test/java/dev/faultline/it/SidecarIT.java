package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Addressing;
import dev.faultline.it.envoy.ConfigDump;
import dev.faultline.it.envoy.ConfigDump.Leg;
import dev.faultline.it.envoy.EnvoyProcess;
import dev.faultline.it.envoy.Relay;
import dev.faultline.it.envoy.Upstream;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.NewPods;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.Sidecars;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.CaptureNotation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Envoy that is told by the operator what its pod needs, from the pod's creation to the policy's end. */
class SidecarIT {
    /** What is promised of a bypass, and wanted of all other changes. */
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    /** A proxy whose connection has broken waits longer each time, up to 30 s. */
    private static final Duration BACK = Duration.ofSeconds(60);

    private static final String BYPASS = "{\"metadata\": {\"annotations\": {\"faultline.dev/bypass\": \"true\"}}}";
    private static final String NO_BYPASS = "{\"metadata\": {\"annotations\": {\"faultline.dev/bypass\": null}}}";

    private static final String SLICE = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: inventory-1, labels: {kubernetes.io/service-name: inventory}}
            addressType: IPv4
            ports: [{name: http, port: %2$d}]
            endpoints: [{addresses: [%1$s], conditions: {ready: true}}]
            """;

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("sidecar");

    @TempDir
    private Path files;

    private final HttpClient http = HttpClient.newHttpClient();
    private final InetAddress here = addressOfThisMachine();
    private final Upstream upstream = new Upstream("inventory", here);
    private final int port = ChildProcess.freePort();
    private TestNamespace namespace;
    private Capture capture;
    private Relay relay;
    private EnvoyProcess envoy;

    @BeforeEach
    void givenAPodWithItsSidecar() throws IOException {
        namespace = ApiServer.ready().namespace("sidecar");
        namespace.apply(
                Manifests.deployment("web", 0),
                service("inventory"),
                service("orders"),
                service("reco"),
                SLICE.formatted(here.getHostAddress(), upstream.port()),
                policy("inventory", "orders", "reco"));
        new NewPods(namespace).awaitSidecars();
        namespace.scale("web", 1);
        var pod = FakePods.ready(namespace, "web", 1).getFirst();
        capture = capture(pod);
        relay = new Relay(OPERATOR.process().xdsPort());
        envoy = EnvoyProcess.launch(
                "envoy-of-" + pod.getMetadata().getName(),
                new EnvoyProcess.Start(
                        namespace.name() + "/" + pod.getMetadata().getName(),
                        "127.0.0.1:" + relay.port(),
                        Addressing.IPv4,
                        Files.writeString(files.resolve("ca.crt"), Sidecars.authority(namespace)),
                        Files.writeString(files.resolve("token"), Sidecars.token(namespace, pod))));
        envoy.awaitReady();
    }

    @AfterEach
    void stopAll() {
        envoy.close();
        relay.close();
        upstream.close();
        namespace.close();
    }

    private String service(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {ports: [{name: http, port: %d}]}
                """.formatted(name, port);
    }

    private String policy(String... services) {
        var dependencies = Arrays.stream(services)
                .map(name -> "{name: %1$s, serviceRef: {name: %1$s, port: %2$d}, protocol: HTTP}".formatted(name, port))
                .collect(Collectors.joining(", ", "dependencies: [", "]"));
        return Manifests.policyWith("web", "targetRefs: [{kind: Deployment, name: web}]", dependencies);
    }

    private static Capture capture(Pod pod) {
        return CaptureNotation.read(pod.getMetadata().getAnnotations().get(CaptureNotation.ANNOTATION))
                .orElseThrow();
    }

    private static Map<String, String> addresses(Capture capture) {
        return capture.hosts().stream().collect(Collectors.toMap(Capture.Host::name, Capture.Host::address));
    }

    /** Endpoints may not be loopback addresses, even where all is on one machine. */
    private static InetAddress addressOfThisMachine() {
        try (var interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("this machine has no address but loopback"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String host(String service) {
        return service + "." + namespace.name();
    }

    private Leg leg(String service, int number) {
        return new ConfigDump(envoy).leg(host(service) + ":" + number).orElseThrow();
    }

    /** As the application does, whose names lead to the address of the capture. */
    private String call() {
        var address = addresses(capture).get(host("inventory"));
        var request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + "/"))
                .timeout(PROMPTLY)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void assertThatCallsAreLookedAfter() {
        assertThat(leg("inventory", port))
                .returns("http_connection_manager", Leg::filter)
                .returns("EDS", Leg::clusterType);
        assertThat(call()).isEqualTo("inventory");
    }

    private void assertThatAllIsPassedThrough() {
        assertThat(Stream.of("inventory", "orders", "reco"))
                .allSatisfy(service -> assertThat(leg(service, port))
                        .returns("tcp_proxy", Leg::filter)
                        .returns("STATIC", Leg::clusterType)
                        .returns(clusterIp(service) + ":" + port, Leg::upstream)
                        .returns(addresses(capture).get(host(service)), Leg::address));
    }

    private String clusterIp(String service) {
        return namespace
                .client()
                .services()
                .inNamespace(namespace.name())
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    @Test
    void aCallReachesAPodOfTheService() {
        eventually(this::assertThatCallsAreLookedAfter);
    }

    static Stream<Named<Consumer<SidecarIT>>> waysOut() {
        return Stream.of(
                Named.of("the policy is deleted", test -> test.namespace.deletePolicy("web")),
                Named.of(
                        "it only watches",
                        test -> test.namespace.apply(test.policy("inventory", "orders", "reco") + "  mode: Audit\n")),
                Named.of("the policy is bypassed", test -> test.mark(BYPASS)),
                Named.of("the namespace is bypassed", test -> test.markNamespace(BYPASS)));
    }

    @ParameterizedTest
    @MethodSource("waysOut")
    void allIsPassedThroughWithinSecondsWhen(Consumer<SidecarIT> wayOut) {
        eventually(this::assertThatCallsAreLookedAfter);

        wayOut.accept(this);

        eventually(PROMPTLY, this::assertThatAllIsPassedThrough);
    }

    @Test
    void aBypassIsLiftedWithoutARestart() {
        eventually(this::assertThatCallsAreLookedAfter);
        markNamespace(BYPASS);
        eventually(PROMPTLY, this::assertThatAllIsPassedThrough);

        markNamespace(NO_BYPASS);

        eventually(PROMPTLY, this::assertThatCallsAreLookedAfter);
    }

    private void mark(String patch) {
        namespace.merge(namespace.policies().withName("web").require(), patch);
    }

    private void markNamespace(String patch) {
        namespace.client().namespaces().withName(namespace.name()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    @Test
    void aPortThatAServiceGetsLaterIsPassedThrough() {
        var later = ChildProcess.freePort();
        namespace.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: inventory}
                spec: {ports: [{name: http, port: %d}, {name: later, port: %d}]}
                """.formatted(port, later));

        eventually(
                PROMPTLY,
                () -> assertThat(leg("inventory", later))
                        .returns("tcp_proxy", Leg::filter)
                        .returns(clusterIp("inventory") + ":" + later, Leg::upstream));
        eventually(this::assertThatCallsAreLookedAfter);
    }

    @Test
    void withoutOneOfThreeTheOthersStayWhereTheyAre() {
        var before = addresses(capture);

        namespace.apply(policy("inventory", "reco"));

        eventually(PROMPTLY, () -> assertThat(leg("orders", port)).returns("STATIC", Leg::clusterType));
        assertThatCallsAreLookedAfter();
        before.forEach((host, address) -> assertThat(new ConfigDump(envoy).leg(host + ":" + port))
                .hasValueSatisfying(leg -> assertThat(leg).returns(address, Leg::address)));
        before.remove(host("orders"));
        assertThat(addresses(capture(new NewPods(namespace).tried(pod -> pod)))).isEqualTo(before);
    }

    @Test
    void theStatusFollowsABreakerThatOpensAndCloses() {
        namespace.apply(policy("inventory"));
        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.dependency("inventory"))
                    .containsEntry("state", "Closed")
                    .containsEntry("endpoints", 1);
            assertThat(policy.has("Degraded")).isFalse();
        });

        namespace.apply(
                SLICE.formatted(here.getHostAddress(), upstream.port()).replaceAll("endpoints:.*", "endpoints: []"));

        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.dependency("inventory"))
                    .containsEntry("state", "Open")
                    .containsEntry("endpoints", 0);
            assertThat(policy.condition("Degraded").message()).contains("inventory has no endpoint in 1 of 1 sidecar");
            assertThat(policy.verdict("Degraded")).isEqualTo("True/BreakerOpen");
            assertThat(policy.verdict("Ready")).isEqualTo("True/Ready");
        });

        namespace.apply(SLICE.formatted(here.getHostAddress(), upstream.port()));

        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.dependency("inventory")).containsEntry("state", "Closed");
            assertThat(policy.has("Degraded")).isFalse();
        });
        eventually(() -> assertThat(reasons()).containsSubsequence("BreakerOpened", "BreakerClosed"));
    }

    private List<String> reasons() {
        return namespace.client().events().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> event.getEventTime() != null)
                .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
                .map(Event::getReason)
                .toList();
    }

    @Test
    void anOperatorThatWasRestartedSendsNothingAgain() {
        eventually(this::assertThatCallsAreLookedAfter);

        OPERATOR.restart();
        relay.turnTo(OPERATOR.process().xdsPort());

        assertThatItIsFollowedWithoutBeingToldAnything(OPERATOR.process());
    }

    @Test
    void anotherReplicaTakesOverAndSendsNothingAgain() {
        eventually(this::assertThatCallsAreLookedAfter);
        try (var second = OperatorProcess.launch("sidecar-second", Map.of())) {
            second.awaitReady();

            OPERATOR.process().kill();
            relay.turnTo(second.xdsPort());

            assertThatItIsFollowedWithoutBeingToldAnything(second);
        } finally {
            OPERATOR.restart();
        }
    }

    private void assertThatItIsFollowedWithoutBeingToldAnything(OperatorProcess operator) {
        eventually(BACK, () -> {
            assertThat(call()).isEqualTo("inventory");
            assertThat(operator.get("/q/metrics").body()).contains("faultline_xds_proxies 1.0");
        });
        throughout(Duration.ofSeconds(2), () -> {
            assertThat(call()).isEqualTo("inventory");
            assertThat(pushes(operator)).isZero();
        });
        namespace.deletePolicy("web");
        eventually(PROMPTLY, this::assertThatAllIsPassedThrough);
        assertThat(pushes(operator)).isPositive();
    }

    private static double pushes(OperatorProcess operator) {
        return operator.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("faultline_xds_pushes_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
