package dev.faultline.xds.delta;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.listener;
import static dev.faultline.xds.Samples.routes;
import static dev.faultline.xds.Samples.runtime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who asked for what gets it, once. */
class SubscriptionsTest {
    private static final Resource[] ALL = {
        runtime(), cluster("a"), endpoints("a", 1), listener("l", 2), routes("l", "a")
    };

    @Test
    void nothingIsSaidBeforeThereIsAConfiguration() {
        var peer = Peer.anew();

        peer.subscribe(ResourceType.Cluster);

        assertThat(peer.read()).isEmpty();
        assertThat(peer.conversation.isCurrent()).isFalse();
    }

    @Test
    void aRequestWithoutNamesAsksForAllClusters() {
        var peer = Peer.anew().want(ALL);

        peer.subscribe(ResourceType.Cluster);

        assertThat(peer.read()).containsExactly("Cluster a");
    }

    @Test
    void aRequestWithoutNamesAsksForNoEndpoints() {
        var peer = Peer.anew().want(ALL);

        peer.subscribe(ResourceType.Endpoints);

        assertThat(peer.read()).isEmpty();
    }

    @Test
    void aStarAsksForAll() {
        var peer = Peer.anew().want(cluster("a"), cluster("b"), endpoints("a", 1), endpoints("b", 1));

        peer.subscribe(ResourceType.Cluster, "a");
        var named = peer.acceptAll();
        peer.subscribe(ResourceType.Cluster, "*");
        var star = peer.acceptAll();

        assertThat(named).containsExactly("Cluster a");
        assertThat(star).containsExactly("Cluster b");
    }

    @Test
    void withoutTheStarOnlyNamesAreSent() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));

        peer.unsubscribe(ResourceType.Cluster, "*");
        peer.want(cluster("a", "a", 5), endpoints("a", 1));

        assertThat(peer.read()).isEmpty();
    }

    @Test
    void theSameConfigurationSendsNothing() {
        var peer = Peer.current(ALL);

        peer.want(ALL);

        assertThat(peer.read()).isEmpty();
        assertThat(peer.conversation.isCurrent()).isTrue();
    }

    @Test
    void onlyWhatHasChangedIsSent() {
        var peer = Peer.current(ALL);

        peer.want(runtime(), cluster("a"), endpoints("a", 9), listener("l", 2), routes("l", "a"));

        assertThat(peer.acceptAll()).containsExactly("Endpoints a");
    }

    @Test
    void aProxyThatIsCurrentGetsNothingOnANewStream() {
        var peer = Peer.anew().want(ALL);

        for (var resource : ALL) {
            peer.resume(resource.type(), named(resource), resource);
        }

        assertThat(peer.read()).isEmpty();
        assertThat(peer.conversation.isCurrent()).isTrue();
    }

    private static List<String> named(Resource resource) {
        return switch (resource.type()) {
            case Cluster, Listener -> List.of();
            case RuntimeLayer, Endpoints, Routes -> List.of(resource.name());
        };
    }

    @Test
    void aProxyThatHasOldThingsGetsTheNewOnesAndLosesWhatIsGone() {
        var peer = Peer.anew().want(cluster("a"), cluster("b"), endpoints("a", 1), endpoints("b", 1));

        peer.resume(ResourceType.Cluster, List.of(), cluster("a", "a", 5), cluster("b"), cluster("old"));
        peer.resume(ResourceType.Listener, List.of(), listener("old", 3));

        assertThat(peer.acceptAll()).containsExactly("Cluster a", "Listener -old", "Cluster -old");
    }

    @Test
    void anEmptyConfigurationIsAnAnswerToo() {
        var peer = Peer.anew().want();

        peer.subscribe(ResourceType.Cluster);
        peer.subscribe(ResourceType.Listener);

        assertThat(peer.conversation.isCurrent()).isFalse();
        assertThat(peer.acceptAll()).containsExactly("Cluster", "Listener");
        assertThat(peer.conversation.isCurrent()).isTrue();
    }

    @Test
    void endpointsAndALayerThatThereAreNotAreDeniedOnce() {
        var peer = Peer.anew().want();

        peer.subscribe(ResourceType.Endpoints, "ghost");
        peer.subscribe(ResourceType.RuntimeLayer, Bootstrap.RUNTIME_LAYER);

        assertThat(peer.acceptAll()).containsExactly("RuntimeLayer -faults", "Endpoints -ghost");
        assertThat(peer.read()).isEmpty();
    }

    @Test
    void aRouteConfigurationThatThereIsNotIsPassedOverInSilenceUntilItComes() {
        var peer = Peer.anew().want();
        peer.subscribe(ResourceType.Routes, "l");

        var before = peer.read();
        peer.want(routes("l", "a"));

        assertThat(before).isEmpty();
        assertThat(peer.read()).containsExactly("Routes l");
    }

    @Test
    void endpointsThatWereDeniedAreSentWhenTheyCome() {
        var peer = Peer.anew().want();
        peer.subscribe(ResourceType.Endpoints, "a");
        peer.acceptAll();

        peer.want(endpoints("a", 1));

        assertThat(peer.acceptAll()).containsExactly("Endpoints a");
    }

    @Test
    void whatIsAskedForOnceMoreIsSentOnceMore() {
        var peer = Peer.current(ALL);

        peer.unsubscribe(ResourceType.Routes, "l");
        peer.subscribe(ResourceType.Routes, "l");

        assertThat(peer.acceptAll()).containsExactly("Routes l");
    }

    @Test
    void anAcceptanceMayAskForMore() {
        var peer = Peer.anew().want(endpoints("a", 1), endpoints("b", 1));
        peer.subscribe(ResourceType.Endpoints, "a");
        peer.read();

        peer.say(Peer.answer(peer.oldest()).addResourceNamesSubscribe("b"));

        assertThat(peer.read()).containsExactly("Endpoints b");
    }

    @Test
    void aStaleAnswerIsNoAnswer() {
        var peer = Peer.anew().want(ALL);
        peer.subscribe(ResourceType.Endpoints, "a");
        peer.read();

        peer.say(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.Endpoints.url())
                .setResponseNonce("of another stream"));
        peer.want(endpoints("a", 2));

        assertThat(peer.read()).isEmpty();
    }

    @Test
    void anUnknownTypeIsPassedOver() {
        var heard = Peer.anew().say(DeltaDiscoveryRequest.newBuilder().setTypeUrl("type.googleapis.com/other"));

        assertThat(heard).isEqualTo(new Heard.Fine());
    }

    @Test
    void nobodyMakesUsRememberMoreNamesThanASidecarHas() {
        var peer = Peer.anew();
        var half = IntStream.range(0, Conversation.MOST_NAMES / 2 + 1)
                .mapToObj(String::valueOf)
                .toArray(String[]::new);

        assertThat(peer.subscribe(ResourceType.Endpoints, half)).isEqualTo(new Heard.Fine());
        assertThat(peer.subscribe(ResourceType.Routes, half)).isEqualTo(new Heard.TooMuch());
    }

    @Test
    void nobodyMakesUsRememberLongNames() {
        var peer = Peer.anew();

        var heard = peer.subscribe(ResourceType.Endpoints, "a".repeat(Conversation.LONGEST_NAME + 1));

        assertThat(heard).isEqualTo(new Heard.TooMuch());
    }
}
