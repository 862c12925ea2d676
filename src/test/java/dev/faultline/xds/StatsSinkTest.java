package dev.faultline.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.faultline.envoy.ResourceType;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.live.Standing;
import dev.faultline.xds.flush.Flush;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sidecars count is heard, of those whose pod is known, over real connections. */
class StatsSinkTest {
    private final TestServer server = new TestServer();
    private final Answers answers = new Answers();

    @AfterEach
    void stop() {
        server.close();
    }

    private static final class Answers implements StreamObserver<StreamMetricsResponse> {
        private final CompletableFuture<Status> end = new CompletableFuture<>();

        @Override
        public void onNext(StreamMetricsResponse answer) {}

        @Override
        public void onError(Throwable broken) {
            end.complete(Status.fromThrowable(broken));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }

    private TestProxy connected() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);
        return proxy;
    }

    private Optional<Reading> stock() {
        return server.fleet()
                .account(TestServer.WEB)
                .map(told -> told.readings().get("stock"));
    }

    @Test
    void whatASidecarCountsIsHeardAndItsTokenIsJudgedOnce() {
        var counting = connected().counting("web", answers);

        counting.onNext(TestProxy.counted(TestServer.NAME, 10));

        await().untilAsserted(() -> assertThat(stock()).hasValueSatisfying(reading -> {
            assertThat(reading.standing()).isEqualTo(Standing.Partial);
            assertThat(reading.calls()).isEqualTo(10);
        }));
        assertThat(server.asked()).isEqualTo(1);
        assertThat(server.news()).contains("told web-1 notably");
    }

    @Test
    void theNameIsGivenInTheFirstMessageAlone() {
        var counting = connected().counting("web", answers);
        counting.onNext(TestProxy.counted(TestServer.NAME, 10));
        counting.onNext(TestProxy.counted("", 5));

        await().untilAsserted(() -> assertThat(stock())
                .hasValueSatisfying(reading -> assertThat(reading.calls()).isEqualTo(15)));
    }

    @Test
    void whoComesByAnotherNameIsNotHeard() {
        connected().counting("web", answers).onNext(TestProxy.counted("shop/api-1", 10));

        assertThat(answers.end.join().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(stock()).isEmpty();
        assertThat(server.refused("WrongName")).isEqualTo(1);
    }

    @Test
    void whoHasNoGoodTokenIsNotHeard() {
        connected().counting("forged", answers).onNext(TestProxy.counted(TestServer.NAME, 10));

        assertThat(answers.end.join().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(stock()).isEmpty();
    }

    @Test
    void oneThatTellsAllTheTimeIsHeardOnceInASecond() {
        var counting = connected().counting("web", answers);
        for (var message = 0; message < 50; message++) {
            counting.onNext(TestProxy.counted(message == 0 ? TestServer.NAME : "", 1));
        }

        await().until(() -> stock().isPresent());
        await().during(Duration.ofMillis(500))
                .until(() -> stock().map(Reading::calls).orElse(0L) < 5);
    }

    @Test
    void itsStreamEndsSoThatItShowsItsTokenAgain() {
        server.restart(new XdsServer.Settings(0, Duration.ofSeconds(1), Duration.ofSeconds(10)));
        connected().counting("web", answers).onNext(TestProxy.counted(TestServer.NAME, 10));

        assertThat(answers.end.join().getCode()).isEqualTo(Status.Code.OK);
        // What it told stays for a while: it is about to tell again.
        assertThat(stock()).isPresent();
    }

    @Test
    void whoHasFallenSilentIsForgottenUnlessItHasToldSomethingSince() {
        var counting = connected().counting("web", answers);
        counting.onNext(TestProxy.counted(TestServer.NAME, 10));
        await().until(() -> stock().isPresent());
        var now = Instant.now();

        server.fleet().forget(TestServer.WEB, now.minusSeconds(60));
        assertThat(stock()).isPresent();
        server.fleet().forget(TestServer.WEB, now.plusSeconds(1));

        assertThat(stock()).isEmpty();
        assertThat(server.fleet().telling()).isEmpty();
    }

    @Test
    void numbersAloneAreNewsOfFifteenSeconds() {
        var vitals = new Vitals();
        var start = Instant.EPOCH.plusSeconds(1_000_000);
        var tallies = Flush.read(TestProxy.counted(TestServer.NAME, 10));

        assertThat(vitals.record(TestServer.WEB, tallies, start)).isEqualTo(Vitals.News.Notable);
        assertThat(vitals.record(TestServer.WEB, tallies, start.plusSeconds(5))).isEqualTo(Vitals.News.None);
        assertThat(vitals.record(TestServer.WEB, tallies, start.plusSeconds(15)))
                .isEqualTo(Vitals.News.Numbers);
        assertThat(vitals.record(TestServer.WEB, new Flush(Map.of(), Map.of()), start.plusSeconds(20)))
                .isEqualTo(Vitals.News.Notable);
        assertThat(vitals.record(
                        TestServer.WEB, Flush.read(StreamMetricsMessage.getDefaultInstance()), start.plusSeconds(60)))
                .isEqualTo(Vitals.News.None);
    }

    @Test
    void thatSheddingBeginsAndEndsIsNewsAtOnce() {
        var vitals = new Vitals();
        var start = Instant.EPOCH.plusSeconds(1_000_000);
        var calm = new Flush(Map.of(), Map.of("http", new Arrivals(Map.of(), 10, 0, 0, 0)));
        var shedding = new Flush(Map.of(), Map.of("http", new Arrivals(Map.of(), 10, 0, 3, 0)));
        var news = new ArrayList<Vitals.News>();

        for (var second = 0; second < 105; second += 5) {
            var flush = second == 5 || second == 10 ? shedding : calm;
            news.add(vitals.record(TestServer.WEB, flush, start.plusSeconds(second)));
        }

        // It has ended when no request of the last minute or so was refused.
        assertThat(news.subList(0, 3)).containsExactly(Vitals.News.Notable, Vitals.News.Notable, Vitals.News.None);
        assertThat(news.subList(3, 13)).doesNotContain(Vitals.News.Notable);
        assertThat(news.subList(13, news.size())).containsOnlyOnce(Vitals.News.Notable);
    }
}
