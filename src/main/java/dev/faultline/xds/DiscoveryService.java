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
    private final class Caller implements StreamObserver<DeltaDiscoveryRequest>, Doorkeeper.Visitor {
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
            door.admit(token, this);
        }

        @Override
        public synchronized boolean isWaiting() {
            return !over;
        }

        @Override
        public synchronized void comeIn(Proxy proxy) {
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
            if (!first.getNode().getId().equals(proxy.node())) {
                turnAway(Refusal.WrongName, "pod %s came by another name".formatted(proxy.node()));
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

        @Override
        public synchronized void turnAway(Refusal why, String cause) {
            if (over || session.isPresent()) {
                return;
            }
            over = true;
            silence.ifPresent(timer -> timer.cancel(false));
            door.turnedAway(why, cause);
            wire.onError(Doorkeeper.status(why).asRuntimeException());
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
