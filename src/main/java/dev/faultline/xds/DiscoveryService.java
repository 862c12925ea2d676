package dev.faultline.xds;

import dev.faultline.telemetry.Metric.Refusal;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Takes streams in, and lets only those go on whose pod is known. */
final class DiscoveryService extends AggregatedDiscoveryServiceImplBase {
    /** The age of a stream varies by this share, so that proxies that came together do not leave together. */
    private static final double JITTER = 0.2;

    private final Fleet fleet;
    private final Doorkeeper door;
    private final Session.Tools tools;
    private final XdsServer.Settings settings;

    DiscoveryService(Fleet fleet, Doorkeeper door, Session.Tools tools, XdsServer.Settings settings) {
        this.fleet = fleet;
        this.door = door;
        this.tools = tools;
        this.settings = settings;
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> responses) {
        var caller = new Caller((ServerCallStreamObserver<DeltaDiscoveryResponse>) responses);
        caller.begin(BearerToken.shown());
        return caller;
    }

    /** One stream: nobody, until its token and its name have been looked at. */
    private final class Caller implements StreamObserver<DeltaDiscoveryRequest> {
        private final ServerCallStreamObserver<DeltaDiscoveryResponse> wire;
        private Optional<Proxy> known = Optional.empty();
        private Optional<Session> session = Optional.empty();
        private Optional<Future<?>> silence = Optional.empty();
        private boolean over;

        Caller(ServerCallStreamObserver<DeltaDiscoveryResponse> wire) {
            this.wire = wire;
        }

        synchronized void begin(Optional<String> token) {
            // Nothing is read before the token has been judged, so who has none costs no memory; then one at a time.
            wire.disableAutoRequest();
            wire.setOnCancelHandler(this::cancelled);
            wire.setOnReadyHandler(this::ready);
            token.ifPresentOrElse(
                    shown -> door.ask(shown, this::isWaiting, this::answered),
                    () -> turnAway(Refusal.NoToken, "no bearer token in header authorization"));
        }

        private synchronized boolean isWaiting() {
            return !over;
        }

        private void answered(Identities.Answer answer) {
            switch (answer) {
                case Identities.Answer.Known(var proxy) -> listenTo(proxy);
                case Identities.Answer.Refused(var reason) -> turnAway(Refusal.BadToken, reason);
                case Identities.Answer.Unavailable(var reason) -> turnAway(Refusal.Unavailable, reason);
            }
        }

        private synchronized void listenTo(Proxy proxy) {
            if (!over) {
                known = Optional.of(proxy);
                silence = Optional.of(tools.timer()
                        .schedule(
                                () -> turnAway(Refusal.Silent, "no request has come"),
                                settings.silence().toMillis(),
                                TimeUnit.MILLISECONDS));
                wire.request(1);
            }
        }

        @Override
        public synchronized void onNext(DeltaDiscoveryRequest request) {
            if (session.isPresent()) {
                session.get().receive(request);
            } else if (!over) {
                silence.ifPresent(timer -> timer.cancel(false));
                known.ifPresent(proxy -> welcome(proxy, request));
            }
        }

        private void welcome(Proxy proxy, DeltaDiscoveryRequest first) {
            var name = proxy.namespace() + "/" + proxy.pod();
            if (!first.getNode().getId().equals(name)) {
                turnAway(Refusal.WrongName, "pod %s came by another name".formatted(name));
                return;
            }
            var started = new Session(proxy, wire, fleet, tools);
            session = Optional.of(started);
            started.start(age());
            started.receive(first);
        }

        private Duration age() {
            var millis = settings.streamAge().toMillis();
            return Duration.ofMillis(
                    (long) (millis * (1 - JITTER * ThreadLocalRandom.current().nextDouble())));
        }

        /** What it is told says no more than whether it may come again. */
        private synchronized void turnAway(Refusal why, String cause) {
            if (over || session.isPresent()) {
                return;
            }
            over = true;
            silence.ifPresent(timer -> timer.cancel(false));
            door.turnedAway(why, cause);
            wire.onError(status(why).asRuntimeException());
        }

        private static Status status(Refusal why) {
            return switch (why) {
                case NoToken, BadToken -> Status.UNAUTHENTICATED;
                case WrongName -> Status.PERMISSION_DENIED;
                case Unavailable -> Status.UNAVAILABLE;
                case Silent -> Status.DEADLINE_EXCEEDED;
                case TooMuch -> Status.RESOURCE_EXHAUSTED;
            };
        }

        private synchronized void ready() {
            session.ifPresent(Session::writable);
        }

        private synchronized void cancelled() {
            over = true;
            silence.ifPresent(timer -> timer.cancel(false));
            session.ifPresent(known -> known.end(Status.CANCELLED));
        }

        @Override
        public void onError(Throwable broken) {
            cancelled();
        }

        @Override
        public synchronized void onCompleted() {
            if (session.isPresent()) {
                session.get().end(Status.OK);
            } else if (!over) {
                over = true;
                silence.ifPresent(timer -> timer.cancel(false));
                wire.onCompleted();
            }
        }
    }
}
