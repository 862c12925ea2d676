package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.HoldingPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.policy.inbound.InletCase;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a real sidecar lets in to the application of its pod, and whom it refuses. */
class EnvoyBulkheadIT extends GivenSidecar {
    private static final String PORT = "port: http, protocol: HTTP, ";
    private static final String HEAVY =
            "routeClasses: [{name: heavy, match: {pathPrefixes: [/heavy]}, reservedPercent: 50}, "
                    + "{name: other, match: {pathPrefixes: [/other]}}]";

    private final HoldingPeer server = new HoldingPeer();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        server.close();
        callers.close();
    }

    private TestApp.Reply ask(String request) throws IOException {
        try (var caller = new TestApp(sidecar.at("inbound:http"))) {
            return caller.ask(request);
        }
    }

    /** So many at once. */
    private List<Future<TestApp.Reply>> asked(int count, String path) {
        var replies = new ArrayList<Future<TestApp.Reply>>();
        for (var caller = 0; caller < count; caller++) {
            replies.add(callers.submit(() -> ask("GET " + path)));
        }
        return replies;
    }

    private static long done(List<Future<TestApp.Reply>> replies) {
        return replies.stream().filter(Future::isDone).count();
    }

    private static long with(int status, List<Future<TestApp.Reply>> replies) throws Exception {
        var count = 0;
        for (var reply : replies) {
            if (reply.get().status() == status) {
                count++;
            }
        }
        return count;
    }

    @Test
    void aFloodOfOneClassIsRefusedAtOnceAndStarvesNoOther() throws Exception {
        sidecar.give(InletCase.of(server.port(), PORT + "maxConcurrentRequests: 10, " + HEAVY));

        var heavy = asked(20, "/heavy/hold");
        eventually(() -> assertThat(done(heavy)).isEqualTo(15));
        assertThat(server.held()).isEqualTo(5);
        var refused = ask("GET /heavy");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head()).contains("retry-after: 1");
        for (var light = 0; light < 30; light++) {
            assertThat(ask("GET /light").status()).isEqualTo(200);
            assertThat(ask("GET /other").status()).isEqualTo(200);
        }

        server.release();
        assertThat(with(200, heavy)).isEqualTo(5);
        assertThat(with(503, heavy)).isEqualTo(15);
    }

    @Test
    void whatNobodyReservesIsSharedAndProbesNeedNone() {
        sidecar.give(InletCase.of(server.port(), PORT + "maxConcurrentRequests: 10, " + HEAVY)
                .probedAt("/ready"));

        var first = asked(4, "/other/hold");
        eventually(() -> assertThat(server.held()).isEqualTo(4));
        var second = asked(4, "/light/hold");
        eventually(() -> assertThat(done(second)).isEqualTo(3));

        assertThat(server.held()).isEqualTo(5);
        assertThat(done(first)).isZero();
        eventually(() -> {
            assertThat(ask("GET /light").status()).isEqualTo(503);
            assertThat(ask("GET /heavy").status()).isEqualTo(200);
            assertThat(ask("GET /ready").status()).isEqualTo(200);
        });
    }

    @Test
    void aShareIsNeverNothing() throws IOException {
        sidecar.give(InletCase.of(
                server.port(),
                PORT + "maxConcurrentRequests: 10, routeClasses: ["
                        + "{name: few, match: {pathPrefixes: [/few]}, reservedPercent: 1}, "
                        + "{name: many, match: {pathPrefixes: [/many]}, reservedPercent: 99}]"));

        for (var path : List.of("/few", "/many", "/others")) {
            assertThat(ask("GET " + path).status()).isEqualTo(200);
        }
    }

    @Test
    void aWiderLimitLetsMoreInAndNobodyLosesHisAnswer() throws Exception {
        sidecar.give(InletCase.of(server.port(), PORT + "maxConcurrentRequests: 3"));
        var first = asked(3, "/hold");
        eventually(() -> assertThat(server.held()).isEqualTo(3));
        assertThat(ask("GET /").status()).isEqualTo(503);

        sidecar.give(InletCase.of(server.port(), PORT + "maxConcurrentRequests: 6"));
        var second = asked(3, "/hold");
        eventually(() -> assertThat(server.held()).isEqualTo(6));

        server.release();
        assertThat(with(200, first)).isEqualTo(3);
        assertThat(with(200, second)).isEqualTo(3);
    }

    @Test
    void withoutSheddingTheyWait() throws Exception {
        sidecar.give(InletCase.of(server.port(), PORT + "maxConcurrentRequests: 2, shedding: None"));
        // Until Envoy knows the application's address, each request has a connection of its own.
        for (var first = 0; first < 3; first++) {
            assertThat(ask("GET /").status()).isEqualTo(200);
        }

        var all = asked(8, "/hold");
        eventually(() -> assertThat(server.held()).isPositive());
        throughout(Duration.ofSeconds(1), () -> {
            // One of the two places may still be that of an idle connection from before the address was known.
            assertThat(server.held()).isBetween(1, 2);
            assertThat(done(all)).isZero();
        });

        server.release();
        assertThat(with(200, all)).isEqualTo(8);
        assertThat(server.most()).isBetween(1, 2);
    }

    @Test
    void withoutALimitThereIsNone() {
        sidecar.give(InletCase.of(server.port(), PORT + "deadline: {max: 1h}"));

        var all = asked(1100, "/hold");

        eventually(() -> assertThat(server.held()).isEqualTo(1100));
        assertThat(done(all)).isZero();
    }

    /** Four workers of 25 ms are all that the server has. */
    @Test
    void adaptivelyTheLastClassIsShedWhenAnswersGetSlowAndTheFirstIsNot() throws IOException {
        var workers = new Semaphore(4, true);
        try (var slow = new TestPeer((self, socket, input) -> {
            while (!self.head(input).isEmpty()) {
                workers.acquireUninterruptibly();
                pause(25);
                workers.release();
                TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        })) {
            sidecar.give(InletCase.of(
                    slow.port(),
                    PORT + "shedding: Adaptive, routeClasses: [{name: critical, match: {pathPrefixes: [/pay]}}, "
                            + "{name: background, match: {pathPrefixes: [/report]}}]"));
            for (var calm = 0; calm < 60; calm++) {
                assertThat(ask("GET /pay").status()).isEqualTo(200);
                assertThat(ask("GET /report").status()).isEqualTo(200);
            }

            var ended = new AtomicBoolean();
            var shed = new AtomicInteger();
            var told = new AtomicInteger();
            for (var caller = 0; caller < 60; caller++) {
                callers.execute(() -> {
                    while (!ended.get()) {
                        count("GET /report", shed, told);
                        pause(20);
                    }
                });
            }
            eventually(() -> assertThat(shed.get()).isGreaterThan(200));
            var failed = new AtomicInteger();
            for (var call = 0; call < 20; call++) {
                count("GET /pay", failed, told);
            }
            ended.set(true);

            assertThat(failed.get()).isZero();
            assertThat(told.get()).isEqualTo(shed.get());
            assertThat(sidecar.envoy().prometheus())
                    .contains("envoy_http_adaptive_concurrency_gradient_controller_rq_blocked"
                            + "{envoy_http_conn_manager_prefix=\"in_http\"}");
        }
    }

    private void count(String request, AtomicInteger refused, AtomicInteger told) {
        try {
            var reply = ask(request);
            if (reply.status() != 200) {
                refused.incrementAndGet();
            }
            if (reply.status() == 503
                    && reply.head().contains("retry-after: 1")
                    && reply.head().contains("x-faultline-shed: true")) {
                told.incrementAndGet();
            }
        } catch (IOException e) {
            refused.incrementAndGet();
        }
    }

    @Test
    void ofGrpcEachRefusalHasTheStatusThatCallersUnderstand() {
        try (var fine = new GrpcPeer(Status.OK);
                var slow = new GrpcPeer()) {
            var terms = "port: http, protocol: GRPC, maxConcurrentRequests: 1, routeClasses: ["
                    + "{name: put, match: {pathPrefixes: [/shop.Orders/Put]}, requireIdempotencyKey: true}, "
                    + "{name: list, match: {pathPrefixes: [/shop.Orders/List]}, rateLimit: {requests: 1, per: 1h}}]";
            sidecar.give(InletCase.of(fine.port(), terms));
            var channel = channel();
            assertThat(GrpcPeer.call(channel, "shop.Orders/Get")).isEqualTo(Status.Code.OK);
            assertThat(GrpcPeer.call(channel, "shop.Orders/Put")).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(GrpcPeer.call(channel, "shop.Orders/List")).isEqualTo(Status.Code.OK);
            assertThat(GrpcPeer.call(channel, "shop.Orders/List")).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            channel.shutdownNow();

            sidecar.give(InletCase.of(slow.port(), terms));
            var busy = channel();
            callers.execute(() -> GrpcPeer.call(busy, "shop.Orders/Get"));
            eventually(() -> assertThat(slow.calls()).isEqualTo(1));
            assertThat(GrpcPeer.call(busy, "shop.Orders/Get")).isEqualTo(Status.Code.UNAVAILABLE);
            busy.shutdownNow();
        }
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress(sidecar.at("inbound:http"))
                .usePlaintext()
                .disableRetry()
                .build();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
