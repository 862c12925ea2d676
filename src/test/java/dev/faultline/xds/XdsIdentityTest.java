package dev.faultline.xds;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.faultline.envoy.ResourceType;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and what those are told who are not. */
class XdsIdentityTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aStreamWithoutATokenIsUnauthenticated() {
        var proxy = server.connect(Optional.empty(), true);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(server.asked()).isZero();
        assertThat(server.refused("NoToken")).isOne();
    }

    @Test
    void aTokenThatIsRefusedIsUnauthenticatedAndIsNotToldWhy() {
        var proxy = server.connect("forged");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(server.refused("BadToken")).isOne();
        assertThat(server.fleet().connected()).isZero();
    }

    @Test
    void aTokenThatNobodyCanJudgeMayComeAgain() {
        var proxy = server.connect("unlucky");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(server.refused("Unavailable")).isOne();
    }

    @Test
    void aFailureToJudgeIsNotTheCallersFault() {
        var proxy = server.connect("never heard of");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(proxy.end().getDescription()).isNull();
    }

    @Test
    void aPodThatCallsItselfByAnothersNameIsNotServed() {
        var proxy = server.connect("api");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(server.refused("WrongName")).isOne();
        assertThat(server.news()).isEmpty();
    }

    @Test
    void aCallerThatSaysNothingIsSentAway() {
        server.restart(new XdsServer.Settings(0, Duration.ofMinutes(30), Duration.ofMillis(100)));

        var proxy = server.connect("web");

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(server.refused("Silent")).isOne();
    }

    @Test
    void whoAsksForTooMuchIsSentAway() {
        var proxy = server.connect("web");
        var names = IntStream.range(0, 5_000).mapToObj(String::valueOf).toArray(String[]::new);

        proxy.introduce(TestServer.NAME, ResourceType.Endpoints, names);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(server.refused("TooMuch")).isOne();
        await().until(() -> server.fleet().connected() == 0);
    }

    @Test
    void aRequestThatIsTooLargeIsNotRead() {
        var proxy = server.connect("web");

        proxy.introduce("x".repeat(2 << 20), ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
        assertThat(server.news()).isEmpty();
    }

    @Test
    void nothingIsSentBeforeTheTokenHasBeenJudged() {
        var verdict = server.judgeLater("late");
        var proxy = server.connect("late");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().untilAsserted(() -> assertThat(server.asked()).isOne());

        var connectedBefore = server.fleet().connected();
        verdict.complete(new Identities.Answer.Known(TestServer.WEB));

        assertThat(connectedBefore).isZero();
        await().until(() -> server.fleet().connected() == 1);
        server.fleet().publish(TestServer.WEB, TestServer.config(cluster("a"), endpoints("a", 1)));
        assertThat(proxy.read().getResourcesList()).hasSize(1);
    }
}
