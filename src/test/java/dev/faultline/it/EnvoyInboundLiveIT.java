package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.InboundStatus;
import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.HoldingPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.policy.inbound.InletCase;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Live;
import dev.faultline.policy.live.Port;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real sidecar tells the operator of the requests that its pod receives, and what status makes of it. */
class EnvoyInboundLiveIT extends GivenSidecar {
    private static final String CLASSES =
            "routeClasses: [{name: pay, match: {pathPrefixes: [/pay, /shop.Orders/Pay]}, reservedPercent: 50}, "
                    + "{name: list, match: {pathPrefixes: [/list, /shop.Orders/List]}, rateLimit: {requests: 3, per: 1h}}]";
    private static final String LIMITED = "maxConcurrentRequests: 2, deadline: {whenAbsent: 1s, max: 10s}, " + CLASSES;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stopTheCallers() {
        callers.close();
    }

    private void told(Arrivals arrivals) {
        eventually(() -> assertThat(sidecar.arrivals("http")).isEqualTo(arrivals));
    }

    private InboundStatus status() {
        return Live.of(
                        new Live.Subject(List.of(), List.of(new Port("http", List.of("pay", "list")))),
                        List.of(sidecar.told()),
                        new Live.Shown(List.of(), List.of()))
                .inbound()
                .getFirst();
    }

    private int ask(String path) throws IOException {
        try (var caller = new TestApp(sidecar.at("inbound:http"))) {
            return caller.ask("GET " + path).status();
        }
    }

    private void ask(int times, String path, int status) throws IOException {
        for (var request = 0; request < times; request++) {
            assertThat(ask(path)).isEqualTo(status);
        }
    }

    /** Answers with the status that the path ends with; with 000 it never does. */
    private static TestPeer server() {
        return new TestPeer((self, socket, input) -> {
            for (var head = self.head(input); !head.isEmpty(); head = self.head(input)) {
                var path = head.split(" ")[1];
                var status = path.substring(path.length() - 3);
                if (status.equals("000")) {
                    input.transferTo(OutputStream.nullOutputStream());
                }
                TestPeer.write(socket, "HTTP/1.1 " + status + " So\r\nContent-Length: 2\r\n\r\nso");
            }
        });
    }

    @Test
    void eachRequestCountsOnceHoweverItEnds() throws Exception {
        try (var server = server()) {
            sidecar.give(InletCase.of(server.port(), "port: http, protocol: HTTP, " + LIMITED)
                    .probedAt("/ready/200"));
            ask(10, "/pay/200", 200);
            ask(3, "/list/200", 200);
            ask(2, "/list/200", 429);
            ask(1, "/302", 302);
            ask(2, "/500", 500);
            ask(5, "/ready/200", 200);
            var slow = callers.submit(() -> ask("/000"));
            eventually(() -> assertThat(server.heads()).anyMatch(head -> head.startsWith("GET /000")));
            ask(1, "/200", 503);
            assertThat(slow.get()).isEqualTo(504);

            told(new Arrivals(Map.of("pay", 10L, "list", 5L, "_unclassified", 5L), 20, 3, 3, 1));
            var status = status();
            assertThat(status.requestsPerSecond()).isNotNull();
            assertThat(status)
                    .isEqualTo(new InboundStatus("http", "pay", "5.0", "15.0", status.requestsPerSecond(), "15.0"));
        }
    }

    @Test
    void ofGrpcEachCallCountsOnceHoweverItEnds() throws Exception {
        try (var fine = new GrpcPeer(Status.OK);
                var bad = new GrpcPeer(Status.INTERNAL);
                var slow = new GrpcPeer()) {
            call(fine, 7, "Pay", Status.Code.OK);
            call(fine, 3, "List", Status.Code.OK);
            call(fine, 2, "List", Status.Code.RESOURCE_EXHAUSTED);
            told(new Arrivals(Map.of("pay", 7L, "list", 5L), 12, 0, 2, 0));

            call(bad, 6, "Get", Status.Code.INTERNAL);
            told(new Arrivals(Map.of("pay", 7L, "list", 5L, "_unclassified", 6L), 18, 6, 2, 0));

            var channel = given(slow);
            var missed = callers.submit(() -> GrpcPeer.call(channel, "shop.Orders/Get"));
            eventually(() -> assertThat(slow.calls()).isEqualTo(1));
            assertThat(GrpcPeer.call(channel, "shop.Orders/Get")).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(missed.get()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            channel.shutdownNow();

            // Of the class of a call that ends at its deadline nothing is told.
            told(new Arrivals(Map.of("pay", 7L, "list", 5L, "_unclassified", 7L), 20, 7, 3, 1));
        }
    }

    private ManagedChannel given(GrpcPeer server) {
        sidecar.give(InletCase.of(server.port(), "port: http, protocol: GRPC, " + LIMITED));
        return NettyChannelBuilder.forAddress(sidecar.at("inbound:http"))
                .usePlaintext()
                .disableRetry()
                .build();
    }

    private void call(GrpcPeer server, int times, String method, Status.Code end) {
        var channel = given(server);
        for (var call = 0; call < times; call++) {
            assertThat(GrpcPeer.call(channel, "shop.Orders/" + method)).isEqualTo(end);
        }
        channel.shutdownNow();
    }

    /** While it learns how fast the application is, it lets twenty in. */
    @Test
    void whoIsRefusedAdaptivelyHasComeToo() {
        try (var server = new HoldingPeer()) {
            sidecar.give(InletCase.of(server.port(), "port: http, protocol: HTTP, shedding: Adaptive"));
            for (var caller = 0; caller < 30; caller++) {
                callers.submit((Callable<?>) () -> ask("/hold"));
            }
            told(new Arrivals(Map.of(), 10, 0, 10, 0));
            server.release();

            told(new Arrivals(Map.of("_unclassified", 20L), 30, 0, 10, 0));
        }
    }

    @Test
    void ofGrpcWhoIsRefusedAdaptivelyHasComeToo() {
        try (var slow = new GrpcPeer()) {
            sidecar.give(InletCase.of(
                    slow.port(),
                    "port: http, protocol: GRPC, shedding: Adaptive, deadline: {whenAbsent: 2s, max: 10s}"));
            var channel = NettyChannelBuilder.forAddress(sidecar.at("inbound:http"))
                    .usePlaintext()
                    .disableRetry()
                    .build();
            for (var caller = 0; caller < 30; caller++) {
                callers.execute(() -> GrpcPeer.call(channel, "shop.Orders/Get"));
            }

            told(new Arrivals(Map.of(), 30, 20, 10, 20));
            channel.shutdownNow();
        }
    }
}
