package dev.faultline.net;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Has things done again and again, each on a thread of its own, the first time after a random part of its period. */
public final class Rhythm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rhythm.class);

    private final ScheduledExecutorService timer;
    private final Map<String, Beat> beats = new ConcurrentHashMap<>();

    public Rhythm(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    private record Beat(Duration period, ScheduledFuture<?> future) {}

    /** From now on, unless it is done in this period already. */
    public void keep(String name, Duration period, Runnable work) {
        beats.compute(name, (_, before) -> {
            if (before != null && before.period().equals(period)) {
                return before;
            }
            if (before != null) {
                before.future().cancel(false);
            }
            return new Beat(period, schedule(name, period, work));
        });
    }

    private ScheduledFuture<?> schedule(String name, Duration period, Runnable work) {
        var busy = new AtomicBoolean();
        Runnable once = () -> {
            // One that takes longer than its period is late; it must not be done twice at once.
            if (busy.compareAndSet(false, true)) {
                Thread.ofVirtual().name("probe " + name).start(() -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("A check ended by an error, and is made again", e);
                    } finally {
                        busy.set(false);
                    }
                });
            }
        };
        var phase = ThreadLocalRandom.current().nextLong(period.toMillis());
        return timer.scheduleAtFixedRate(once, phase, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** No longer. */
    public void drop(String name) {
        var beat = beats.remove(name);
        if (beat != null) {
            beat.future().cancel(false);
        }
    }

    @Override
    public void close() {
        beats.keySet().forEach(this::drop);
    }
}
