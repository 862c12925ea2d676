package dev.faultline.xds.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.reference.KnownMentions;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/** The other end of a conversation, which says what a test wants it to say, at the time that the test sets. */
final class Peer {
    static final String UID = "6f1c";

    final Conversation conversation;
    private final Queue<DeltaDiscoveryResponse> inbox = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Peer(Conversation conversation) {
        this.conversation = conversation;
    }

    static Peer anew() {
        return new Peer(new Conversation(UID, new Rejections(), new References(new KnownMentions())));
    }

    /** One that has asked for clusters and listeners and has what it was given. */
    static Peer current(Resource... resources) {
        return current(anew(), resources);
    }

    static Peer current(Peer peer, Resource... resources) {
        peer.want(resources);
        var names = new EnumMap<ResourceType, List<String>>(ResourceType.class);
        Stream.of(resources)
                .forEach(resource -> names.computeIfAbsent(resource.type(), _ -> new ArrayList<>())
                        .add(resource.name()));
        for (var type : ResourceType.values()) {
            var wildcard = type == ResourceType.Cluster || type == ResourceType.Listener;
            var asked = wildcard ? List.<String>of() : names.getOrDefault(type, List.of());
            if (wildcard || !asked.isEmpty()) {
                peer.subscribe(type, asked.toArray(String[]::new));
                peer.acceptAll();
            }
        }
        assertThat(peer.conversation.isCurrent()).isTrue();
        return peer;
    }

    Peer want(Resource... resources) {
        conversation.want(ProxyConfig.of(List.of(resources)));
        return this;
    }

    Heard subscribe(ResourceType type, String... names) {
        return say(
                DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url()).addAllResourceNamesSubscribe(List.of(names)));
    }

    Heard unsubscribe(ResourceType type, String... names) {
        return say(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(type.url())
                .addAllResourceNamesUnsubscribe(List.of(names)));
    }

    /** As on a new stream, with what it has. */
    Heard resume(ResourceType type, List<String> names, Resource... held) {
        var request = DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url()).addAllResourceNamesSubscribe(names);
        Stream.of(held).forEach(resource -> request.putInitialResourceVersions(resource.name(), resource.version()));
        return say(request);
    }

    Heard say(DeltaDiscoveryRequest.Builder request) {
        return conversation.receive(request.build());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    /** All that is sent before the next answer, one line each: type, what, and what is removed with a minus. */
    List<String> read() {
        var lines = new ArrayList<String>();
        for (var next = conversation.next(now); next.isPresent(); next = conversation.next(now)) {
            inbox.add(next.get());
            lines.add(line(next.get()));
        }
        return lines;
    }

    static String line(DeltaDiscoveryResponse response) {
        var line = new StringBuilder(type(response).name());
        response.getResourcesList().forEach(resource -> line.append(' ').append(resource.getName()));
        response.getRemovedResourcesList().forEach(name -> line.append(" -").append(name));
        return line.toString();
    }

    private static ResourceType type(DeltaDiscoveryResponse response) {
        return ResourceType.of(response.getTypeUrl()).orElseThrow();
    }

    /** The oldest response that is unanswered. */
    DeltaDiscoveryResponse oldest() {
        return inbox.element();
    }

    Heard accept() {
        return say(answer(inbox.remove()));
    }

    Heard reject(String message) {
        return say(answer(inbox.remove())
                .setErrorDetail(Status.newBuilder().setCode(13).setMessage(message)));
    }

    static DeltaDiscoveryRequest.Builder answer(DeltaDiscoveryResponse response) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce());
    }

    /** Reads and accepts until nothing more comes; gives all that has come. */
    List<String> acceptAll() {
        var lines = new ArrayList<>(read());
        while (!inbox.isEmpty()) {
            accept();
            lines.addAll(read());
        }
        return lines;
    }

    Map<ResourceType, String> blocked() {
        var blocked = new EnumMap<ResourceType, String>(ResourceType.class);
        conversation.blocked().forEach(each -> blocked.put(each.type(), each.name() + ": " + each.message()));
        return blocked;
    }
}
