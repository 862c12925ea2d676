package dev.faultline.xds;

import dev.faultline.telemetry.Metric.Refusal;
import dev.faultline.xds.flush.Flush;
import io.envoyproxy.envoy.service.metrics.v3.MetricsServiceGrpc.MetricsServiceImplBase;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Hears what sidecars have counted. Source: Envoy service.metrics.v3.MetricsService. */
final class StatsSink extends MetricsServiceImplBase {
    /** Milliseconds between two messages of one sidecar. One that tells more often waits. */
    private static final int PAUSE_MILLIS = 1_000;

    /** A sidecar that shows its token anew comes back in this time, and is not silent meanwhile. */
    private static final int SILENCE_SECONDS = 20;

    private final Fleet fleet;
    private final Doorkeeper door;
    private final Session.Tools tools;
    private final Duration streamAge;

    /** @param streamAge after which a sidecar shows its token again */
    StatsSink(Fleet fleet, Doorkeeper door, Session.Tools tools, Duration streamAge) {
        this.fleet = fleet;
        this.door = door;
        this.tools = tools;
        this.streamAge = streamAge;
    }

    @Override
    public StreamObserver<StreamMetricsMessage> streamMetrics(StreamObserver<StreamMetricsResponse> replies) {
        var caller = new Caller((ServerCallStreamObserver<StreamMetricsResponse>) replies);
        caller.begin(BearerToken.shown());
        return caller;
    }

    /** One stream: nobody, until its token and its name have been looked at. */
    private final class Caller implements StreamObserver<StreamMetricsMessage>, Doorkeeper.Visitor {
        private final ServerCallStreamObserver<StreamMetricsResponse> wire;
        private Optional<Proxy> known = Optional.empty();
        private Optional<Future<?>> age = Optional.empty();
        private boolean named;
        private boolean over;

        Caller(ServerCallStreamObserver<StreamMetricsResponse> wire) {
            this.wire = wire;
        }

        synchronized void begin(Optional<String> token) {
            wire.disableAutoRequest();
            wire.setOnCancelHandler(this::end);
            door.admitAgain(token, this);
        }

        @Override
        public synchronized boolean isWaiting() {
            return !over;
        }

        @Override
        public synchronized void comeIn(Proxy proxy) {
            if (!over) {
                known = Optional.of(proxy);
                age = Optional.of(
                        tools.timer().schedule(this::onCompleted, streamAge.toMillis(), TimeUnit.MILLISECONDS));
                wire.request(1);
            }
        }

        @Override
        public synchronized void onNext(StreamMetricsMessage message) {
            if (!over) {
                known.ifPresent(proxy -> hear(proxy, message));
            }
        }

        /** It gives its name in the first message alone. */
        private void hear(Proxy proxy, StreamMetricsMessage message) {
            named |= message.getIdentifier().getNode().getId().equals(proxy.node());
            if (!named) {
                turnAway(Refusal.WrongName, "pod %s came by another name".formatted(proxy.node()));
                return;
            }
            fleet.told(proxy, Flush.read(message), tools.clock().instant());
            tools.timer().schedule(() -> wire.request(1), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public synchronized void turnAway(Refusal why, String cause) {
            if (!over) {
                door.turnedAway(why, cause);
                end();
                wire.onError(Doorkeeper.status(why).asRuntimeException());
            }
        }

        private synchronized void end() {
            if (!over) {
                over = true;
                age.ifPresent(timer -> timer.cancel(false));
                var now = tools.clock().instant();
                known.filter(_ -> named)
                        .ifPresent(proxy -> tools.timer()
                                .schedule(() -> fleet.forget(proxy, now), SILENCE_SECONDS, TimeUnit.SECONDS));
            }
        }

        @Override
        public void onError(Throwable broken) {
            end();
        }

        /** It has said all, or is to show its token again. */
        @Override
        public synchronized void onCompleted() {
            if (!over) {
                end();
                wire.onNext(StreamMetricsResponse.getDefaultInstance());
                wire.onCompleted();
            }
        }
    }
}
