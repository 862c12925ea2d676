package dev.faultline.cluster.upkeep;

import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs a task whenever it is woken or the time that the task has named has come, one run at a time. */
public final class Upkeep implements AutoCloseable {
    /** What a task says that has nothing to wait for. Timers are no more exact than this, since clocks jump. */
    public static final Duration AT_REST = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Task task;
    private final Pace pace = new Pace();
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread thread;

    /** Looks at how things are, and brings them nearer to how they should be; doing so twice changes nothing. */
    public interface Task {
        /**
         * @return when to look again if nobody wakes it
         * @throws KubernetesClientException to be run again after a while
         */
        Duration run();
    }

    /** @param name of the thread, and in the log */
    public Upkeep(String name, Task task) {
        this.name = name;
        this.task = task;
    }

    /** Begins with a run. */
    public synchronized void start() {
        if (thread == null && !closed) {
            wakes.release();
            thread = Thread.ofVirtual().name(name).start(this::loop);
        }
    }

    /** Without effect before the start and after the end. */
    public void wake() {
        wakes.release();
    }

    private void loop() {
        var next = AT_REST;
        try {
            while (!closed) {
                var ended = System.nanoTime();
                wakes.tryAcquire(next.toMillis(), TimeUnit.MILLISECONDS);
                Thread.sleep(pace.beforeNext(Duration.ofNanos(System.nanoTime() - ended)));
                wakes.drainPermits();
                if (!closed) {
                    next = run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration run() {
        try {
            var next = task.run();
            pace.succeeded();
            return next;
        } catch (KubernetesClientException e) {
            return failed(e);
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("Upkeep has failed", e);
            }
            return pace.failed();
        }
    }

    private Duration failed(KubernetesClientException problem) {
        if (closed || problem.getCode() == HttpURLConnection.HTTP_CONFLICT) {
            LOG.debugf("Somebody was faster, waiting for the watch. name=%s cause=%s", name, problem.getMessage());
        } else {
            try (var _ = LogScope.of(LogKeys.OBJECT, name).and(LogKeys.CAUSE, String.valueOf(problem.getMessage()))) {
                LOG.warn("Upkeep is refused, trying again");
            }
        }
        return pace.failed();
    }

    /** Nothing is written after this has returned. */
    @Override
    public synchronized void close() {
        closed = true;
        wakes.release();
        if (thread != null) {
            end(thread);
        }
    }

    private static void end(Thread running) {
        try {
            if (!running.join(PATIENCE)) {
                running.interrupt();
                running.join();
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
