package dev.faultline.xds.delta;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The conversation on one stream. Nothing is queued: each response is made of what differs at the moment that it can be
 * sent, so changes in between are one. Not thread-safe.
 *
 * <p>Order: what is referred to goes before what refers to it, and goes away after it (make before break).
 */
public final class Conversation {
    /** In one stream, of all types together. */
    static final int MOST_NAMES = 4_096;

    /** Characters of a name or a version. */
    static final int LONGEST_NAME = 1_024;

    /**
     * Envoy accepts clusters once they are warm. Listeners and routes, which may use them, wait for that, but not for
     * ever: a name that does not resolve must not hold up everything else.
     */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final List<ResourceType> TYPES = List.of(ResourceType.values());

    private final Map<ResourceType, Topic> topics = new EnumMap<>(ResourceType.class);
    private final References references;
    private final Rejections rejections;
    private final Map<Edition, String> rejected;
    private Optional<ProxyConfig> wanted = Optional.empty();
    private boolean newcomer;
    private long nonces;

    /** @param uid the pod's */
    public Conversation(String uid, Rejections rejections, References references) {
        this.references = references;
        this.rejections = rejections;
        this.rejected = rejections.of(uid);
        var gate = new Checks();
        for (var type : TYPES) {
            topics.put(type, new Topic(type, gate));
        }
    }

    public void want(ProxyConfig config) {
        wanted = Optional.of(config);
        topics.forEach((type, topic) -> topic.want(config.of(type)));
    }

    public Heard receive(DeltaDiscoveryRequest request) {
        if (isTooMuch(request)) {
            return new Heard.TooMuch();
        }
        var type = ResourceType.of(request.getTypeUrl());
        newcomer |= type.filter(this::isFirst).isPresent() && request.getInitialResourceVersionsCount() == 0;
        var heard = type.map(known -> topic(known).receive(request)).orElseGet(Heard.Fine::new);
        if (heard instanceof Heard.Rejected(var editions, var message)) {
            editions.forEach(edition -> rejections.add(rejected, edition, message));
        }
        return heard;
    }

    private boolean isFirst(ResourceType type) {
        return type == ResourceType.Listener && !topic(type).isOpen();
    }

    /** Whether it has come without a listener, so that it serves nobody before it gets something. */
    public boolean isNewcomer() {
        return newcomer;
    }

    private boolean isTooMuch(DeltaDiscoveryRequest request) {
        var initial = request.getInitialResourceVersionsMap();
        if (request.getResourceNamesSubscribeCount() + initial.size() == 0) {
            return false;
        }
        var known = topics.values().stream().mapToInt(Topic::size).sum();
        return known + request.getResourceNamesSubscribeCount() + initial.size() > MOST_NAMES
                || Stream.of(request.getResourceNamesSubscribeList(), initial.keySet(), initial.values())
                        .flatMap(Collection::stream)
                        .anyMatch(word -> word.length() > LONGEST_NAME);
    }

    /** What is to be sent now, which then counts as sent. To be asked again until it is empty. */
    public Optional<DeltaDiscoveryResponse> next(Instant now) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        for (var type : TYPES) {
            if (!isHeldUp(type, now)) {
                var parcel = topic(type).next(now, () -> mayRemove(type));
                if (parcel.isPresent()) {
                    return Optional.of(send(type, parcel.get(), now));
                }
            }
        }
        return Optional.empty();
    }

    /** When to ask again although nothing has happened. */
    public Optional<Instant> wake(Instant now) {
        var wake = topic(ResourceType.Cluster)
                .pendingSince()
                .map(since -> since.plus(PATIENCE))
                .filter(now::isBefore);
        for (var topic : topics.values()) {
            var next = topic.wake();
            if (next.isPresent() && wake.filter(next.get()::isAfter).isEmpty()) {
                wake = next;
            }
        }
        return wake;
    }

    /** Whether the proxy has accepted all that it is to have. */
    public boolean isCurrent() {
        return isCurrent(blocked());
    }

    /** @param blocked what {@link #blocked} says at this moment */
    public boolean isCurrent(List<Blocked> blocked) {
        if (wanted.isEmpty()
                || !blocked.isEmpty()
                || !topic(ResourceType.Cluster).isOpen()
                || !topic(ResourceType.Listener).isOpen()) {
            return false;
        }
        for (var topic : topics.values()) {
            if (!topic.isCurrent()) {
                return false;
            }
        }
        return true;
    }

    public List<Blocked> blocked() {
        var blocked = new ArrayList<Blocked>(0);
        for (var topic : topics.values()) {
            topic.addBlocked(blocked);
        }
        return blocked;
    }

    private boolean isHeldUp(ResourceType type, Instant now) {
        return switch (type) {
            case RuntimeLayer, Cluster, Endpoints -> false;
            case Listener, Routes ->
                topic(ResourceType.Cluster)
                        .pendingSince()
                        .filter(since -> now.isBefore(since.plus(PATIENCE)))
                        .isPresent();
        };
    }

    /** Clusters stay while anything may still use them, which is also so when the successor of that was refused. */
    private boolean mayRemove(ResourceType type) {
        return switch (type) {
            case RuntimeLayer, Listener, Routes -> true;
            case Cluster, Endpoints -> isDone(ResourceType.Listener) && isDone(ResourceType.Routes);
        };
    }

    /** A type that is not asked for yet is not done: after a reconnection types are asked for one after the other. */
    private boolean isDone(ResourceType type) {
        var topic = topic(type);
        var expected = type == ResourceType.Listener
                || wanted.filter(config -> !config.of(type).isEmpty()).isPresent();
        return (topic.isOpen() || !expected)
                && topic.pendingSince().isEmpty()
                && topic.isCurrent()
                && blocked().stream().noneMatch(blocked -> blocked.type() == type);
    }

    private DeltaDiscoveryResponse send(ResourceType type, Parcel parcel, Instant now) {
        var nonce = String.valueOf(++nonces);
        topic(type).sent(parcel, nonce, now);
        if (type == ResourceType.Cluster) {
            // Envoy does not put a changed cluster to work before it has got its endpoints once more.
            parcel.resources().stream()
                    .flatMap(cluster -> references.of(cluster).stream())
                    .forEach(topic(ResourceType.Endpoints)::repeat);
        }
        return DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(type.url())
                .setNonce(nonce)
                .addAllResources(
                        parcel.resources().stream().map(Conversation::written).toList())
                .addAllRemovedResources(parcel.removed())
                .build();
    }

    private static io.envoyproxy.envoy.service.discovery.v3.Resource written(Resource resource) {
        var written = io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
                .setName(resource.name())
                .setVersion(resource.version())
                .setResource(resource.body());
        resource.ttl()
                .ifPresent(ttl -> written.setTtl(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(ttl.toSeconds())
                        .setNanos(ttl.toNanosPart())));
        return written.build();
    }

    private Topic topic(ResourceType type) {
        return Objects.requireNonNull(topics.get(type));
    }

    /** Refused before, or referring to what is not there: Envoy would wait for it, not ready and for ever. */
    private final class Checks implements Gate {
        @Override
        public Optional<String> obstacle(Resource resource) {
            var message = rejected.isEmpty() ? null : rejected.get(Edition.of(resource));
            return message == null ? missing(resource) : Optional.of(message);
        }

        private Optional<String> missing(Resource resource) {
            var type = resource.type() == ResourceType.Cluster ? ResourceType.Endpoints : ResourceType.Routes;
            for (var name : references.of(resource)) {
                if (!isThere(type, name)) {
                    return Optional.of(missing(type, references.of(resource)));
                }
            }
            return Optional.empty();
        }

        /** The first by name, so that the same is said each time. */
        private String missing(ResourceType type, Set<String> names) {
            var name =
                    names.stream().filter(each -> !isThere(type, each)).sorted().findFirst();
            return "not sent: it refers to %s %s, which the proxy cannot be given".formatted(type, name.orElseThrow());
        }

        private boolean isThere(ResourceType type, String name) {
            var target = wanted.orElse(ProxyConfig.EMPTY).of(type).get(name);
            return target != null
                    && (rejected.isEmpty() || topic(type).holds(name) || !rejected.containsKey(Edition.of(target)));
        }

        @Override
        public boolean isSuspect(Resource resource) {
            return rejections.isSuspect(Edition.of(resource));
        }
    }
}
