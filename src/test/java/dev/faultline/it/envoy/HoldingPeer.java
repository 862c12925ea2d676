package dev.faultline.it.envoy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers at once, but for paths with {@code hold}: those it answers when it is told to. */
public final class HoldingPeer implements AutoCloseable {
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final TestPeer peer = new TestPeer((self, socket, input) -> {
        for (var head = self.head(input); !head.isEmpty(); head = self.head(input)) {
            if (head.lines().findFirst().orElse("").contains("hold")) {
                hold();
            }
            TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });

    private void hold() {
        most.accumulateAndGet(held.incrementAndGet(), Math::max);
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        held.decrementAndGet();
    }

    public int port() {
        return peer.port();
    }

    /** Requests that wait for their answer. */
    public int held() {
        return held.get();
    }

    /** The most that ever waited at once. */
    public int most() {
        return most.get();
    }

    public void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        peer.close();
    }
}
