package dev.faultline.xds.peer;

import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells other replicas of the proxies that are connected here, and of what proxies tell here: all at first, then each that has changed. */
public final class PeerService implements Fleet.Listener {
    /** So long is gathered what is told together. */
    private static final int PAUSE_MILLIS = 200;

    private final Fleet fleet;
    private final ScheduledExecutorService timer;
    private final Set<Listening> listening = new CopyOnWriteArraySet<>();

    public PeerService(Fleet fleet, ScheduledExecutorService timer) {
        this.fleet = fleet;
        this.timer = timer;
        fleet.listen(this);
    }

    public ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(News.WATCH.getServiceName())
                .addMethod(News.WATCH, ServerCalls.asyncServerStreamingCall(this::watch))
                .build();
    }

    private void watch(byte[] asked, StreamObserver<byte[]> replies) {
        var wire = (ServerCallStreamObserver<byte[]>) replies;
        var listener = new Listening(wire, News.audience(asked));
        wire.setOnCancelHandler(() -> listening.remove(listener));
        wire.setOnReadyHandler(listener::flush);
        listening.add(listener);
        fleet.states().forEach(state -> listener.mark(state.proxy()));
        fleet.telling().forEach(listener::mark);
        listener.flush();
    }

    @Override
    public void connected(Proxy proxy) {
        listening.forEach(listener -> listener.mark(proxy));
    }

    @Override
    public void changed(Proxy proxy) {
        listening.forEach(listener -> listener.mark(proxy));
    }

    @Override
    public void left(Proxy proxy) {
        listening.forEach(listener -> listener.mark(proxy));
    }

    @Override
    public void told(Proxy proxy, boolean notable) {
        listening.forEach(listener -> listener.mark(proxy));
    }

    /** One replica that listens; of what it has not taken yet, it gets the last state alone. */
    private final class Listening {
        private final ServerCallStreamObserver<byte[]> wire;
        private final News.Audience audience;
        private final Set<Proxy> untold = new LinkedHashSet<>();
        private boolean due;

        Listening(ServerCallStreamObserver<byte[]> wire, News.Audience audience) {
            this.wire = wire;
            this.audience = audience;
        }

        synchronized void mark(Proxy proxy) {
            untold.add(proxy);
            if (!due) {
                due = true;
                timer.schedule(this::flush, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        synchronized void flush() {
            due = false;
            if (untold.isEmpty() || wire.isCancelled() || !wire.isReady()) {
                return;
            }
            var news = untold.stream().map(proxy -> News.of(proxy, fleet)).toList();
            untold.clear();
            wire.onNext(News.write(news, audience));
        }
    }
}
