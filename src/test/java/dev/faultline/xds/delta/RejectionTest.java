package dev.faultline.xds.delta;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.listener;
import static dev.faultline.xds.Samples.routes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.reference.KnownMentions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Envoy refuses is held back, the last good stays, and nothing else suffers. */
class RejectionTest {
    private final Rejections rejections = new Rejections();

    private Peer peer(String uid) {
        return new Peer(new Conversation(uid, rejections, new References(new KnownMentions())));
    }

    @Test
    void whatWasRefusedIsNotSentAgain() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(cluster("a"), endpoints("a", "no-ip", 1));
        peer.read();

        var heard = peer.reject("malformed IP address: no-ip");

        assertThat(heard)
                .isEqualTo(new Heard.Rejected(
                        List.of(Edition.of(endpoints("a", "no-ip", 1))), "malformed IP address: no-ip"));
        assertThat(peer.read()).isEmpty();
        assertThat(peer.conversation.isCurrent()).isFalse();
        assertThat(peer.blocked()).containsEntry(ResourceType.Endpoints, "a: malformed IP address: no-ip");
    }

    @Test
    void whatWasRefusedDoesNotHoldUpTheNextOfItsType() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1), endpoints("b", 1));
        peer.want(cluster("a"), endpoints("a", "no-ip", 1), endpoints("b", 2));
        peer.read();

        peer.reject("no");

        assertThat(peer.acceptAll()).containsExactly("Endpoints b");
    }

    @Test
    void anotherVersionIsANewTry() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(cluster("a"), endpoints("a", "no-ip", 1));
        peer.read();
        peer.reject("no");

        peer.want(cluster("a"), endpoints("a", 2));

        assertThat(peer.acceptAll()).containsExactly("Endpoints a");
        assertThat(peer.conversation.isCurrent()).isTrue();
        assertThat(peer.blocked()).isEmpty();
    }

    @Test
    void theLastGoodOneIsStillThereWhenItIsWantedAgain() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(cluster("a"), endpoints("a", "no-ip", 1));
        peer.read();
        peer.reject("no");

        peer.want(cluster("a"), endpoints("a", 1));

        assertThat(peer.read()).isEmpty();
        assertThat(peer.conversation.isCurrent()).isTrue();
    }

    @Test
    void afterARefusalOfSeveralEachGoesByItself() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(
                cluster("a", "a", 5),
                cluster("b"),
                cluster("bad"),
                endpoints("a", 1),
                endpoints("b", 1),
                endpoints("bad", 1));
        var together = peer.read();

        var heard = peer.reject("bad is bad");
        peer.accept();

        assertThat(together).containsExactly("Cluster a b bad", "Endpoints a");
        assertThat(heard).isEqualTo(new Heard.Rejected(List.of(), "bad is bad"));
        assertThat(peer.read()).containsExactly("Cluster a", "Endpoints a");
        peer.accept();
        peer.accept();
        assertThat(peer.read()).containsExactly("Cluster b");
        peer.accept();
        assertThat(peer.read()).containsExactly("Cluster bad");
        peer.reject("bad is bad");
        assertThat(peer.read()).isEmpty();
        assertThat(peer.blocked()).containsOnly(Map.entry(ResourceType.Cluster, "bad: bad is bad"));
    }

    @Test
    void aRemovalInARefusedResponseIsRepeated() {
        var peer = Peer.current(listener("old", 1), routes("old", "a"), routes("l", "a"), routes("m", "a"));
        peer.want(listener("l", 2), listener("m", 3), routes("l", "a"), routes("m", "a"), routes("old", "a"));
        var together = peer.read();

        peer.reject("l and m");

        assertThat(together).containsExactly("Listener l m -old");
        assertThat(peer.acceptAll()).containsExactly("Listener -old", "Listener l", "Listener m");
    }

    @Test
    void whatWasRefusedIsRemovedWhenItIsGone() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));
        peer.want(cluster("a", "a", 5), endpoints("a", 1));
        peer.read();
        peer.reject("no");
        peer.acceptAll();

        peer.want();

        assertThat(peer.acceptAll()).containsExactly("Cluster -a", "Endpoints -a");
    }

    @Test
    void whatWasRefusedIsHeldBackOnANewStreamToo() {
        var before = Peer.current(peer("one"), cluster("a"), endpoints("a", 1));
        before.want(cluster("a", "a", 5), endpoints("a", 1));
        before.read();
        before.reject("no");

        var after = peer("one").want(cluster("a", "a", 5), endpoints("a", 1));
        after.resume(ResourceType.Cluster, List.of(), cluster("a"));

        assertThat(after.read()).isEmpty();
        assertThat(after.blocked()).containsEntry(ResourceType.Cluster, "a: no");
    }

    @Test
    void whatOneProxyHasRefusedAnotherMayTakeByItself() {
        var one = peer("one").want(cluster("a"), endpoints("a", 1));
        one.subscribe(ResourceType.Cluster);
        one.read();
        one.reject("no");

        var other = peer("other").want(cluster("a"), cluster("b"), endpoints("a", 1), endpoints("b", 1));
        other.subscribe(ResourceType.Cluster);

        assertThat(other.acceptAll()).containsExactly("Cluster b", "Cluster a");
    }

    @Test
    void aPodThatIsGoneLeavesNoMemory() {
        var one = peer("one").want(cluster("a"), endpoints("a", 1));
        one.subscribe(ResourceType.Cluster);
        one.read();
        one.reject("no");

        rejections.forget("one");

        var again = peer("one").want(cluster("a"), endpoints("a", 1));
        again.subscribe(ResourceType.Cluster);
        assertThat(again.read()).containsExactly("Cluster a");
    }

    @Test
    void aListenerWithoutItsRoutesIsNotSent() {
        var peer = Peer.anew().want(listener("l", 1));
        peer.subscribe(ResourceType.Listener);

        var sent = peer.acceptAll();

        assertThat(sent).containsExactly("Listener");
        assertThat(peer.blocked())
                .containsEntry(
                        ResourceType.Listener, "l: not sent: it refers to Routes l, which the proxy cannot be given");
        assertThat(peer.conversation.isCurrent()).isFalse();
    }

    @Test
    void aClusterWithoutItsEndpointsIsNotSentAndTheOldOneIsNotTakenAway() {
        var peer = Peer.current(cluster("a"), endpoints("a", 1));

        peer.want(cluster("a", "ghost", 1), endpoints("a", 1));

        assertThat(peer.acceptAll()).isEmpty();
        assertThat(peer.blocked())
                .containsEntry(
                        ResourceType.Cluster,
                        "a: not sent: it refers to Endpoints ghost, which the proxy cannot be given");
    }

    @Test
    void aNewListenerWhoseRoutesWereRefusedIsNotSentOnANewStream() {
        var before = peer("one").want(listener("l", 1), routes("l", "a"));
        before.subscribe(ResourceType.Routes, "l");
        before.read();
        before.reject("no");

        var after = peer("one").want(listener("l", 1), routes("l", "a"));
        after.subscribe(ResourceType.Listener);

        assertThat(after.acceptAll()).containsExactly("Listener");
    }

    @Test
    void aListenerWhoseNewRoutesWereRefusedIsSentAsThereAreOldOnes() {
        var peer = Peer.current(listener("l", 1), routes("l", "a"));
        peer.want(listener("l", 1), routes("l", "b"));
        peer.read();
        peer.reject("no");

        peer.want(listener("l", 2), routes("l", "b"));

        assertThat(peer.acceptAll()).containsExactly("Listener l");
    }
}
