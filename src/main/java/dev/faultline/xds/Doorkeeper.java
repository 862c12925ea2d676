package dev.faultline.xds;

import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metric.Refusal;
import dev.faultline.telemetry.Metrics;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Finds out who is at the door, a few callers at a time, since that may take a while. */
final class Doorkeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Doorkeeper.class);

    /** As many questions as the API server is asked at once. */
    private static final int THREADS = 16;

    /** A restart brings all proxies at once; who finds no place comes back within seconds. */
    private static final int PLACES = 2_048;

    /** Whoever likes can be turned away, as often as he likes: the metric counts, the log gives examples. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Identities identities;
    private final Metrics metrics;
    private final ThreadPoolExecutor threads;
    private final Acquaintances lately = new Acquaintances();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    Doorkeeper(Identities identities, Metrics metrics) {
        this.identities = identities;
        this.metrics = metrics;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(PLACES),
                Thread.ofVirtual().name("xds-identity-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Somebody at the door. */
    interface Visitor {
        /** Whether it is still there. */
        boolean isWaiting();

        void comeIn(Proxy proxy);

        void turnAway(Refusal why, String cause);
    }

    /** Is told on another thread, or on this one when there are too many callers. */
    void admit(Optional<String> token, Visitor visitor) {
        token.ifPresentOrElse(
                shown -> ask(shown, visitor::isWaiting, answer -> {
                    if (answer instanceof Identities.Answer.Known(var proxy)) {
                        lately.put(shown, proxy);
                    }
                    tell(visitor, answer);
                }),
                () -> visitor.turnAway(Refusal.NoToken, "no bearer token in header authorization"));
    }

    /** A token that has been judged good within the last minute is not judged again. */
    void admitAgain(Optional<String> token, Visitor visitor) {
        token.flatMap(lately::get).ifPresentOrElse(visitor::comeIn, () -> admit(token, visitor));
    }

    private static void tell(Visitor visitor, Identities.Answer answer) {
        switch (answer) {
            case Identities.Answer.Known(var proxy) -> visitor.comeIn(proxy);
            case Identities.Answer.Refused(var reason) -> visitor.turnAway(Refusal.BadToken, reason);
            case Identities.Answer.Unavailable(var reason) -> visitor.turnAway(Refusal.Unavailable, reason);
        }
    }

    /** What a caller is told says no more than whether it may come again. */
    static Status status(Refusal why) {
        return switch (why) {
            case NoToken, BadToken -> Status.UNAUTHENTICATED;
            case WrongName -> Status.PERMISSION_DENIED;
            case Unavailable -> Status.UNAVAILABLE;
            case Silent -> Status.DEADLINE_EXCEEDED;
            case TooMuch -> Status.RESOURCE_EXHAUSTED;
        };
    }

    /**
     * @param waiting whether the caller is still there when its turn has come
     * @param answer called on another thread, or on this one when there are too many callers
     */
    private void ask(String token, BooleanSupplier waiting, Consumer<Identities.Answer> answer) {
        try {
            threads.execute(() -> {
                if (waiting.getAsBoolean()) {
                    answer.accept(identified(token));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.accept(new Identities.Answer.Unavailable("too many callers are waiting"));
        }
    }

    private Identities.Answer identified(String token) {
        try {
            return identities.identify(token);
        } catch (RuntimeException e) {
            return new Identities.Answer.Unavailable(String.valueOf(e));
        }
    }

    void turnedAway(Refusal why, String cause) {
        metrics.refused(why);
        var now = System.nanoTime();
        var until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE)) {
            try (var _ = LogScope.of(LogKeys.REASON, why.name()).and(LogKeys.CAUSE, cause)) {
                LOG.warn("Stream turned away");
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
