package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.ResourceType;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.Sidecars;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.TestProxy;
import dev.faultline.xds.peer.Peer;
import dev.faultline.xds.peer.Peers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a configuration: a pod that lives, by the token that a kubelet gets for it, and nobody else. */
class IdentityIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("identity");

    private TestNamespace namespace;
    private List<Pod> pods;

    @BeforeEach
    void givenTwoPods() {
        namespace = ApiServer.ready().namespace("identity");
        namespace.apply(Manifests.deployment("web", 2), Manifests.policy("web", "web"));
        pods = FakePods.ready(namespace, "web", 2);
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    private String name(Pod pod) {
        return namespace.name() + "/" + pod.getMetadata().getName();
    }

    private TestProxy connect(String token) {
        return Sidecars.at(OPERATOR.process(), namespace, Optional.of(token));
    }

    @Test
    void aPodGetsItsConfiguration() {
        var pod = pods.getFirst();

        try (var proxy = connect(Sidecars.token(namespace, pod))) {
            proxy.introduce(name(pod), ResourceType.Listener);

            assertThat(proxy.read().getTypeUrl()).isEqualTo(ResourceType.Listener.url());
            assertThat(proxy.isOpen()).isTrue();
        }
    }

    @Test
    void withoutATokenNobodyIsHeard() {
        try (var proxy = Sidecars.at(OPERATOR.process(), namespace, Optional.empty())) {
            assertThatItGetsNothingBut(Status.Code.UNAUTHENTICATED, proxy);
        }
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertThatIsRefused(Sidecars.token(namespace, pods.getFirst(), "somebody-else"));
    }

    @Test
    void aTokenForTheApiServerIsRefused() {
        assertThatIsRefused(Sidecars.tokenForTheApiServer(namespace));
    }

    @Test
    void aTokenThatIsBoundToNoPodIsRefused() {
        assertThatIsRefused(Sidecars.tokenOfNoPod(namespace));
    }

    @Test
    void aTokenThatSomebodyHasMadeUpIsRefused() {
        assertThatIsRefused("eyJhbGciOiJub25lIn0.e30.");
    }

    private void assertThatIsRefused(String token) {
        try (var proxy = connect(token)) {
            assertThatItGetsNothingBut(Status.Code.UNAUTHENTICATED, proxy);
        }
    }

    @Test
    void aPodMayNotComeByTheNameOfAnother() {
        try (var proxy = connect(Sidecars.token(namespace, pods.getFirst()))) {
            proxy.introduce(name(pods.getLast()), ResourceType.Listener);

            assertThatItGetsNothingBut(Status.Code.PERMISSION_DENIED, proxy);
        }
    }

    /** For as long as the API server itself believes the token, it is the pod's absence that counts. */
    @Test
    void theTokenOfAPodThatIsGoneIsRefused() {
        var pod = pods.getFirst();
        var token = Sidecars.token(namespace, pod);
        delete(pod);

        eventually(() -> {
            try (var proxy = connect(token)) {
                proxy.introduce(name(pod), ResourceType.Listener);
                assertThatItGetsNothingBut(Status.Code.UNAUTHENTICATED, proxy);
            }
        });
    }

    @Test
    void theStreamOfAPodEndsWithThePod() {
        var pod = pods.getFirst();
        try (var proxy = connect(Sidecars.token(namespace, pod))) {
            proxy.introduce(name(pod), ResourceType.Listener);
            proxy.read();

            delete(pod);

            assertThat(proxy.end()).isEqualTo(Status.OK);
        }
    }

    /** So that the replica which reports knows of sidecars that are connected elsewhere. */
    @Test
    void aPodOfTheOperatorsNamespaceHearsOfTheSidecarsHere(@TempDir Path files) throws IOException {
        var home = new TestNamespace(ApiServer.ready(), ApiServer.OPERATOR_NAMESPACE);
        var replica = home.client().resource(replica(home)).create();
        var timer = Executors.newSingleThreadScheduledExecutor();
        var token = Files.writeString(files.resolve("token"), Sidecars.token(home, replica));
        var terms = new Peer.Terms(
                OPERATOR.process().xdsPort(),
                "faultline-xds." + home.name() + ".svc",
                () -> Optional.of(Sidecars.authority(namespace)),
                token);
        var pod = pods.getFirst();
        try (var peers = new Peers(terms, timer, _ -> {});
                var proxy = connect(Sidecars.token(namespace, pod))) {
            peers.follow(Set.of("127.0.0.1"));

            proxy.introduce(name(pod), ResourceType.Listener);

            var metadata = pod.getMetadata();
            eventually(() -> assertThat(
                            peers.of(new Proxy(metadata.getNamespace(), metadata.getName(), metadata.getUid())))
                    .isPresent());
        } finally {
            home.client().resource(replica).withGracePeriod(0).delete();
            timer.shutdownNow();
        }
    }

    private static Pod replica(TestNamespace home) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(home.name())
                .withName("replica")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("operator")
                .withImage("operator")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void whoDoesNotSpeakTlsIsNotHeard() {
        var token = Sidecars.token(namespace, pods.getFirst());
        try (var proxy = TestProxy.connectInTheClear(OPERATOR.process().xdsPort(), Optional.of(token))) {
            assertThatItGetsNothingBut(Status.Code.UNAVAILABLE, proxy);
        }
    }

    private void delete(Pod pod) {
        namespace.client().resource(pod).withGracePeriod(0L).delete();
        eventually(() -> assertThat(namespace.client().resource(pod).get()).isNull());
    }

    private static void assertThatItGetsNothingBut(Status.Code code, TestProxy proxy) {
        assertThat(proxy.end().getCode()).isEqualTo(code);
        assertThat(proxy.unread()).isZero();
    }
}
