package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.service;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.CallLines;
import dev.faultline.it.envoy.SpanPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestSidecar;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.policy.inbound.InletCase;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two real sidecars tell a real receiver of OTLP: that of the caller, and that of the server. */
class EnvoyTraceIT extends SidecarAndPeer {
    private static final int PORT = 18_097;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final Pattern PARENT =
            Pattern.compile("\r\ntraceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9]{2})\r\n");

    private SpanPeer collector;
    private TestSidecar server;

    @TempDir
    private Path files;

    @BeforeEach
    void givenAServerWithASidecarOfItsOwn() {
        peer = TestPeer.named("one");
        collector = new SpanPeer();
        server = new TestSidecar(files, "inventory-1");
    }

    @AfterEach
    void stopBoth() {
        server.close();
        collector.close();
    }

    private void trace(int permille, int collectorPort) {
        var telemetry = "accessLog: All, tracing: {samplePermille: " + permille + ", collector: \"127.0.0.1:"
                + collectorPort + "\"}";
        server.give(InletCase.telling(
                telemetry,
                peer.port(),
                "port: http, protocol: HTTP, routeClasses: [{name: pay, match: {pathPrefixes: [/pay]}}]"));
        sidecar.give(TestWorld.of(
                TestWorld.policy(on("inventory", PORT, "protocol: HTTP, timeout: 5s")),
                "  telemetry: {" + telemetry + "}\n",
                service(
                        "inventory",
                        PORT,
                        new TestWorld.Pod(server.at("inbound:http").getPort(), "zone-a"))));
    }

    private void ask(String request, String... headers) throws IOException {
        try (var app = new TestApp(sidecar.at("inventory.shop:" + PORT))) {
            assertThat(app.ask(request, headers).status()).isEqualTo(200);
        }
    }

    private List<SpanPeer.Received> spans(int count) {
        eventually(() -> assertThat(collector.spans()).hasSize(count));
        return collector.spans();
    }

    private static SpanPeer.Received named(List<SpanPeer.Received> spans, String name) {
        return spans.stream()
                .filter(received -> received.span().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneTraceLeadsFromTheCallerThroughBothSidecarsToTheApplication() throws IOException {
        trace(1000, collector.port());

        ask("GET /pay/1?card=secret");

        var spans = spans(3);
        var call = named(spans, "inventory");
        var attempt = named(spans, "inventory try");
        var request = named(spans, "http");
        assertThat(spans).extracting(SpanPeer.Received::trace).containsOnly(call.trace());
        assertThat(call.parent()).isEmpty();
        assertThat(attempt.parent()).isEqualTo(call.id());
        assertThat(request.parent()).isEqualTo(attempt.id());
        assertThat(call.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(attempt.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(request.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(call.attributes())
                .containsEntry("faultline.dependency", "inventory")
                .containsEntry("http.url", "http://app.test/pay/1")
                .containsEntry("http.status_code", "200");
        assertThat(request.attributes())
                .containsEntry("faultline.port", "http")
                .containsEntry("faultline.class", "pay")
                .containsEntry("http.url", "http://app.test/pay/1");
        assertThat(call.origin()).containsEntry("service.name", "test").containsEntry("k8s.pod.name", "shop/web-1");
        assertThat(spans.toString()).doesNotContain("secret");
        var told = PARENT.matcher(peer.heads().getFirst());
        assertThat(told.find()).isTrue();
        assertThat(told.groupCount()).isEqualTo(3);
        assertThat(List.of(told.group(1), told.group(2), told.group(3)))
                .containsExactly(call.trace(), request.id(), "01");
        assertThat(traceOf(sidecar)).isEqualTo(call.trace());
        assertThat(traceOf(server)).isEqualTo(call.trace());
    }

    private static String traceOf(TestSidecar sidecar) {
        return new CallLines(sidecar.envoy())
                .await(1)
                .getFirst()
                .path("trace_id")
                .textValue();
    }

    /** Whatever share is recorded here. */
    @Test
    void aTraceOfTheCallerGoesOnAsTheCallerHasDecided() throws IOException {
        trace(0, collector.port());

        ask("GET /2", "traceparent: 00-" + TRACE + "-" + SPAN + "-01", "tracestate: vendor=1");

        var spans = spans(3);
        assertThat(spans).extracting(SpanPeer.Received::trace).containsOnly(TRACE);
        assertThat(named(spans, "inventory").parent()).isEqualTo(SPAN);
        assertThat(peer.heads().getFirst()).contains("\r\ntracestate: vendor=1\r\n");
    }

    @Test
    void whatIsNotRecordedStillHasATraceInTheLogAndTheIdOfARequestStaysTheCallers() throws IOException {
        trace(0, collector.port());

        ask("GET /3", "x-request-id: order-7");
        ask("GET /4", "traceparent: 00-" + TRACE + "-" + SPAN + "-00");
        ask("GET /5", "traceparent: 00-" + TRACE + "-" + SPAN + "-01");

        assertThat(spans(3)).extracting(SpanPeer.Received::trace).containsOnly(TRACE);
        var heads = peer.heads();
        assertThat(heads.getFirst()).contains("\r\nx-request-id: order-7\r\n");
        assertThat(heads.get(1)).doesNotContain("x-request-id");
        assertThat(heads.get(1)).contains("\r\ntraceparent: 00-" + TRACE).contains("-00\r\n");
        var unrecorded = PARENT.matcher(heads.getFirst());
        assertThat(unrecorded.find()).isTrue();
        assertThat(unrecorded.group(3)).isEqualTo("00");
        assertThat(traceOf(sidecar)).isEqualTo(unrecorded.group(1));
    }

    @Test
    void aShareOfTheTracesThatNobodyHasBegunIsRecorded() throws IOException {
        trace(500, collector.port());

        for (var call = 0; call < 200; call++) {
            ask("GET /share");
        }
        ask("GET /last", "traceparent: 00-" + TRACE + "-" + SPAN + "-01");

        eventually(() -> assertThat(collector.spans())
                .extracting(SpanPeer.Received::trace)
                .contains(TRACE));
        // Far from both ends: by chance alone it is outside once in 10^16 runs.
        assertThat(recorded()).isBetween(41L, 161L);
    }

    private long recorded() {
        return collector.spans().stream()
                .map(SpanPeer.Received::trace)
                .distinct()
                .count();
    }

    @Test
    void aCollectorThatIsAwayOrNotACollectorCostsNoCall() throws IOException {
        trace(1000, ChildProcess.freePort());
        ask("GET /away");
        trace(1000, peer.port());
        ask("GET /other");
        trace(1000, collector.port());
        ask("GET /back");

        eventually(() -> assertThat(collector.spans())
                .anyMatch(received ->
                        received.attributes().getOrDefault("http.url", "").endsWith("/back")));
    }

    @Test
    void itComesAndGoesWithThePolicyAndNoConnectionIsCut() throws IOException {
        trace(0, ChildProcess.freePort());
        try (var app = new TestApp(sidecar.at("inventory.shop:" + PORT))) {
            assertThat(app.get().status()).isEqualTo(200);
            trace(1000, collector.port());
            sidecar.give(TestWorld.of(
                    TestWorld.policy(on("inventory", PORT, "protocol: HTTP, timeout: 5s")),
                    service(
                            "inventory",
                            PORT,
                            new TestWorld.Pod(server.at("inbound:http").getPort(), "zone-a"))));

            assertThat(app.get().status()).isEqualTo(200);
        }

        ask("GET /untraced");
        assertThat(new CallLines(sidecar.envoy()).raw()).isNotEmpty();
        assertThat(sidecar.rejections()).isEmpty();
    }
}
