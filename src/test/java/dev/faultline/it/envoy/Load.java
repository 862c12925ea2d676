package dev.faultline.it.envoy;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Applications that call one after the other, each on a connection that it keeps until it is told that it ends. */
public final class Load implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final int apps;
    private volatile boolean ended;

    public Load(InetSocketAddress place, int apps) {
        this.apps = apps;
        for (var app = 0; app < apps; app++) {
            threads.execute(() -> run(place));
        }
    }

    private void run(InetSocketAddress place) {
        while (!ended) {
            try (var app = new TestApp(place)) {
                connections.incrementAndGet();
                use(app);
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private void use(TestApp app) throws IOException {
        while (!ended) {
            var reply = app.get();
            calls.incrementAndGet();
            if (reply.status() != 200) {
                failures.add(reply.head());
            }
            if (reply.isLast()) {
                return;
            }
        }
    }

    /** Until there have been so many calls more. */
    public void awaitMore(int count) {
        var wanted = calls.get() + count;
        eventually(() -> assertThat(calls.get()).as(failures::toString).isGreaterThanOrEqualTo(wanted));
    }

    public List<String> failures() {
        return failures;
    }

    public int reconnections() {
        return Math.max(0, connections.get() - apps);
    }

    @Override
    public void close() {
        ended = true;
        threads.close();
    }
}
