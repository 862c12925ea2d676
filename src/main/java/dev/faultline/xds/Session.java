package dev.faultline.xds;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.ResourceType;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metric.Refusal;
import dev.faultline.telemetry.Metrics;
import dev.faultline.xds.delta.Blocked;
import dev.faultline.xds.delta.Conversation;
import dev.faultline.xds.delta.Edition;
import dev.faultline.xds.delta.Heard;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** One stream of a proxy that is known. All of its work is done in turn, and none of it waits for anybody. */
final class Session {
    private static final Logger LOG = Logger.getLogger(Session.class);

    /** Characters of a message of Envoy. */
    private static final int LONGEST_MESSAGE = 512;

    private final Proxy proxy;
    private final ServerCallStreamObserver<DeltaDiscoveryResponse> wire;
    private final Fleet fleet;
    private final Tools tools;
    private final Serial turn;
    private final Conversation conversation;
    private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.NONE);
    private volatile ProxyState state;
    private Optional<Future<?>> alarm = Optional.empty();
    private Optional<Future<?>> age = Optional.empty();
    private boolean ended;

    /** What all sessions of a server share. */
    record Tools(Executor threads, ScheduledExecutorService timer, InstantSource clock, Metrics metrics) {}

    /**
     * What the proxy is to have.
     *
     * @param config the last one that was found fit
     * @param faults why there is a newer one that is not sent
     * @param standIn for who would otherwise have nothing
     */
    private record Wish(
            Optional<ProxyConfig> config, List<ProxyState.Rejection> faults, Optional<ProxyConfig> standIn) {
        static final Wish NONE = new Wish(Optional.empty(), List.of(), Optional.empty());

        boolean isMet(ProxyConfig other) {
            return faults.isEmpty() && config.filter(same -> same == other).isPresent();
        }
    }

    Session(Proxy proxy, ServerCallStreamObserver<DeltaDiscoveryResponse> wire, Fleet fleet, Tools tools) {
        this.proxy = proxy;
        this.wire = wire;
        this.fleet = fleet;
        this.tools = tools;
        this.turn = new Serial(tools.threads(), this::failed);
        this.conversation = fleet.converse(proxy);
        this.state = new ProxyState(proxy, false, List.of());
    }

    Proxy proxy() {
        return proxy;
    }

    ProxyState state() {
        return state;
    }

    /** @param limit after which the stream ends, so that the proxy shows its token again */
    void start(Duration limit) {
        fleet.joined(this);
        turn.execute(() -> age =
                Optional.of(tools.timer().schedule(() -> end(Status.OK), limit.toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** Only the newest counts; what was published in between is never looked at. */
    void publish(ProxyConfig config) {
        var before = wish.getAndSet(new Wish(Optional.of(config), List.of(), Optional.empty()));
        if (!before.isMet(config)) {
            turn.execute(this::proceed);
        }
    }

    /** There is a newer configuration, which is not sent. */
    void withhold(List<ProxyState.Rejection> faults, Optional<ProxyConfig> standIn) {
        wish.updateAndGet(before -> new Wish(before.config(), faults, standIn));
        turn.execute(this::proceed);
    }

    /** To be called on a thread of the stream's own. */
    void receive(DeltaDiscoveryRequest request) {
        turn.executeHere(() -> hear(request));
    }

    /** The proxy has taken what was sent. */
    void writable() {
        turn.executeHere(this::proceed);
    }

    void end(Status status) {
        turn.execute(() -> finish(status));
    }

    /** It comes back, and starts anew. */
    private void failed(RuntimeException e) {
        LOG.error("A stream has ended by an error", e);
        finish(Status.INTERNAL);
    }

    private void finish(Status status) {
        if (ended) {
            return;
        }
        ended = true;
        alarm.ifPresent(timer -> timer.cancel(false));
        age.ifPresent(timer -> timer.cancel(false));
        if (status.isOk()) {
            wire.onCompleted();
        } else {
            wire.onError(status.asRuntimeException());
        }
        fleet.left(this);
    }

    private void hear(DeltaDiscoveryRequest request) {
        if (ended) {
            return;
        }
        switch (conversation.receive(request)) {
            case Heard.Fine _ -> {}
            case Heard.Rejected(var editions, var message) -> {
                ResourceType.of(request.getTypeUrl()).ifPresent(tools.metrics()::rejected);
                editions.forEach(edition -> log(edition, message));
            }
            case Heard.TooMuch _ -> {
                tools.metrics().refused(Refusal.TooMuch);
                finish(Status.RESOURCE_EXHAUSTED);
                return;
            }
        }
        proceed();
        wire.request(1);
    }

    private void log(Edition edition, String message) {
        try (var _ = LogScope.of(LogKeys.NAMESPACE, proxy.namespace())
                .and(LogKeys.POD, proxy.pod())
                .and(LogKeys.ENVOY_RESOURCE, edition.type() + "/" + edition.name())
                .and(LogKeys.CAUSE, cut(message))) {
            LOG.warn("Envoy has refused a resource");
        }
    }

    private void proceed() {
        if (ended) {
            return;
        }
        wanted().ifPresent(conversation::want);
        var now = tools.clock().instant();
        var response = nextIfReady(now);
        while (response.isPresent()) {
            send(response.get());
            response = nextIfReady(now);
        }
        setAlarm(now);
        tell();
    }

    /** A proxy that has come back keeps what it has; one that is new would not let its pod start. */
    private Optional<ProxyConfig> wanted() {
        var now = wish.get();
        return now.config().or(() -> now.standIn().filter(_ -> conversation.isNewcomer()));
    }

    private Optional<DeltaDiscoveryResponse> nextIfReady(Instant now) {
        return wire.isReady() ? conversation.next(now) : Optional.empty();
    }

    private void send(DeltaDiscoveryResponse response) {
        wire.onNext(response);
        ResourceType.of(response.getTypeUrl())
                .ifPresent(type -> tools.metrics().pushed(type, response.getSerializedSize()));
    }

    /** What is due already waits for the proxy to take what was sent. */
    private void setAlarm(Instant now) {
        alarm.ifPresent(timer -> timer.cancel(false));
        alarm = conversation
                .wake(now)
                .filter(now::isBefore)
                .map(at -> tools.timer()
                        .schedule(
                                () -> turn.execute(this::proceed),
                                Duration.between(now, at).toMillis() + 1,
                                TimeUnit.MILLISECONDS));
    }

    private void tell() {
        var faults = wish.get().faults();
        var blocked = conversation.blocked();
        var rejections = Stream.concat(faults.stream(), blocked.stream().map(Session::rejection))
                .toList();
        var now = new ProxyState(proxy, conversation.isCurrent(blocked) && faults.isEmpty(), rejections);
        if (!now.equals(state)) {
            state = now;
            fleet.changed(this);
        }
    }

    private static ProxyState.Rejection rejection(Blocked blocked) {
        return new ProxyState.Rejection(blocked.type(), blocked.name(), cut(blocked.message()));
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
