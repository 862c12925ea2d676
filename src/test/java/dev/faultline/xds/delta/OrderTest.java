package dev.faultline.xds.delta;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.listener;
import static dev.faultline.xds.Samples.routes;
import static dev.faultline.xds.Samples.runtime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.ResourceType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Make before break, and one thing at a time. */
class OrderTest {

    @Test
    void whatIsReferredToGoesFirst() {
        var peer = Peer.anew();
        peer.subscribe(ResourceType.Routes, "l");
        peer.subscribe(ResourceType.Listener);
        peer.subscribe(ResourceType.Endpoints, "a");
        peer.subscribe(ResourceType.Cluster);
        peer.subscribe(ResourceType.RuntimeLayer, Bootstrap.RUNTIME_LAYER);

        peer.want(routes("l", "a"), listener("l", 2), endpoints("a", 1), cluster("a"), runtime());

        assertThat(peer.acceptAll())
                .containsExactly("RuntimeLayer faults", "Cluster a", "Endpoints a", "Listener l", "Routes l");
    }

    @Test
    void listenersAndRoutesWaitForTheClustersToBeAccepted() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1), listener("l", 2), routes("l", "a"));
        peer.want(cluster("a"), cluster("b"), endpoints("a", 1), endpoints("b", 1), listener("l", 2), routes("l", "b"));

        var before = peer.read();
        peer.accept();

        assertThat(before).containsExactly("Cluster b");
        assertThat(peer.read()).containsExactly("Routes l");
    }

    @Test
    void aClusterThatNeverGetsWarmHoldsUpNothingForLong() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1), listener("l", 2), routes("l", "a"));
        peer.want(cluster("a"), cluster("b"), endpoints("a", 1), endpoints("b", 1), listener("l", 2), routes("l", "b"));
        peer.read();

        var wake = peer.conversation.wake(peer.now());
        peer.pass(Conversation.PATIENCE);

        assertThat(wake).contains(peer.now());
        assertThat(peer.read()).containsExactly("Routes l");
    }

    @Test
    void aClusterGoesWhenNoRouteUsesItAnyMore() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1), listener("l", 2), routes("l", "a"));
        peer.want(cluster("b"), endpoints("b", 1), listener("l", 2), routes("l", "b"));

        var added = peer.read();
        peer.accept();
        var used = peer.read();
        peer.accept();

        assertThat(added).containsExactly("Cluster b");
        assertThat(used).containsExactly("Routes l");
        assertThat(peer.read()).containsExactly("Cluster -a", "Endpoints -a");
    }

    @Test
    void aClusterStaysWhileTheRoutesThatWouldNotUseItAreRefused() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1), listener("l", 2), routes("l", "a"));
        peer.want(cluster("b"), endpoints("b", 1), listener("l", 2), routes("l", "b"));
        peer.read();
        peer.accept();
        peer.read();

        peer.reject("no");

        assertThat(peer.acceptAll()).isEmpty();
        assertThat(peer.conversation.isCurrent()).isFalse();
    }

    @Test
    void onANewStreamAClusterStaysUntilListenersAndRoutesWereAskedFor() {
        var peer = Peer.anew().want(cluster("b"), endpoints("b", 1), listener("l", 2), routes("l", "b"));

        peer.resume(ResourceType.Cluster, List.of(), cluster("a"), cluster("b"));
        var clustersOnly = peer.acceptAll();
        peer.resume(ResourceType.Listener, List.of(), listener("l", 2));
        var listenersToo = peer.acceptAll();
        peer.resume(ResourceType.Routes, List.of("l"), routes("l", "a"));

        assertThat(clustersOnly).isEmpty();
        assertThat(listenersToo).isEmpty();
        assertThat(peer.acceptAll()).containsExactly("Routes l", "Cluster -a");
    }

    @Test
    void aChangedClusterBringsItsEndpointsOnceMore() {
        var peer = Peer.current(cluster("a", "shared", 5), cluster("b"), endpoints("shared", 1), endpoints("b", 1));

        peer.want(cluster("a", "shared", 6), cluster("b"), endpoints("shared", 1), endpoints("b", 1));

        assertThat(peer.acceptAll()).containsExactly("Cluster a", "Endpoints shared");
    }

    @Test
    void aNewClusterBringsTheEndpointsThatItShares() {
        var peer = Peer.current(cluster("a", "shared", 5), endpoints("shared", 1));

        peer.want(cluster("a", "shared", 5), cluster("b", "shared", 5), endpoints("shared", 1));

        assertThat(peer.acceptAll()).containsExactly("Cluster b", "Endpoints shared");
    }

    @Test
    void endpointsGoOneByOne() {
        var peer = Peer.anew().want(endpoints("a", 1), endpoints("b", 1));
        peer.subscribe(ResourceType.Endpoints, "a", "b");

        var first = peer.read();
        peer.accept();

        assertThat(first).containsExactly("Endpoints a");
        assertThat(peer.read()).containsExactly("Endpoints b");
    }

    @Test
    void endpointsThatChangeAllTheTimeDoNotHoldUpOthers() {
        var peer = Peer.anew().want(endpoints("a", 1), endpoints("b", 1));
        peer.subscribe(ResourceType.Endpoints, "a", "b");
        peer.read();

        peer.want(endpoints("a", 2), endpoints("b", 1));
        peer.accept();

        assertThat(peer.read()).containsExactly("Endpoints b");
    }

    @Test
    void changesThatComeWhileAResponseIsUnansweredAreOne() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(cluster("a"), endpoints("a", 2));
        peer.read();

        peer.want(cluster("a"), endpoints("a", 3));
        peer.want(cluster("a"), endpoints("a", 4));
        var meanwhile = peer.read();
        peer.accept();
        var after = peer.read();

        assertThat(meanwhile).isEmpty();
        assertThat(after).containsExactly("Endpoints a");
        assertThat(peer.oldest().getResources(0).getVersion())
                .isEqualTo(endpoints("a", 4).version());
    }

    @Test
    void whatIsTakenBackWhileAResponseIsUnansweredIsSentBack() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(cluster("a"), endpoints("a", 2));
        peer.read();

        peer.want(cluster("a"), endpoints("a", 1));

        assertThat(peer.conversation.isCurrent()).isTrue();
        peer.accept();
        assertThat(peer.conversation.isCurrent()).isFalse();
        assertThat(peer.acceptAll()).containsExactly("Endpoints a");
    }

    @Test
    void manyLargeClustersAreSeveralResponses() {
        var large = "x".repeat(700_000);
        var peer = Peer.anew()
                .want(
                        cluster("a", large, 1),
                        cluster("b", large, 1),
                        cluster("c"),
                        endpoints(large, 1),
                        endpoints("c", 1));

        peer.subscribe(ResourceType.Cluster);

        assertThat(peer.acceptAll()).containsExactly("Cluster a c", "Cluster b");
    }

    @Test
    void whatExpiresIsSentAgainEveryThirdOfItsTime() {
        var faults = runtime("fl.in.abort_percent", 100).expiringAfter(Duration.ofSeconds(30));
        var peer = Peer.current(faults);

        var wake = peer.conversation.wake(peer.now());
        peer.pass(Duration.ofMillis(9_999));
        var tooSoon = peer.read();
        peer.pass(Duration.ofMillis(1));
        var beat = peer.read();

        assertThat(tooSoon).isEmpty();
        assertThat(wake).contains(peer.now());
        assertThat(beat).containsExactly("RuntimeLayer faults");
        assertThat(peer.oldest().getResources(0).getResource()).isEqualTo(faults.body());
        assertThat(peer.oldest().getResources(0).getTtl().getSeconds()).isEqualTo(30);
        assertThat(peer.conversation.isCurrent()).isTrue();
    }

    @Test
    void whatExpiresIsSentAtOnceOnANewStreamAlthoughItIsCurrent() {
        var faults = runtime("fl.in.abort_percent", 100).expiringAfter(Duration.ofSeconds(30));
        var peer = Peer.anew().want(faults);

        peer.resume(ResourceType.RuntimeLayer, List.of(faults.name()), faults);

        assertThat(peer.read()).containsExactly("RuntimeLayer faults");
    }

    @Test
    void whatDoesNotExpireIsNeverSentAtRest() {
        var peer = Peer.current(
                runtime("fl.in.abort_percent", 100).expiringAfter(Duration.ofSeconds(30)),
                cluster("a"),
                endpoints("a", 1));
        peer.want(runtime(), cluster("a"), endpoints("a", 1));
        peer.acceptAll();

        peer.pass(Duration.ofDays(1));

        assertThat(peer.conversation.wake(peer.now())).isEmpty();
        assertThat(peer.read()).isEmpty();
    }

    @Test
    void whatIsNoLongerToExpireIsSentWithoutATime() {
        var faults = runtime("fl.in.abort_percent", 100);
        var peer = Peer.current(faults.expiringAfter(Duration.ofSeconds(30)));

        peer.want(faults);

        assertThat(peer.read()).containsExactly("RuntimeLayer faults");
        assertThat(peer.oldest().getResources(0).hasTtl()).isFalse();
    }
}
