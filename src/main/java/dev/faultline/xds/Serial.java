package dev.faultline.xds;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does one thing after the other, in the order in which they came, on threads that it shares with others. */
final class Serial implements Executor {
    private final Executor threads;
    private final Consumer<RuntimeException> onFailure;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean busy;

    /** @param onFailure what to do about a task that throws; the next ones are done all the same */
    Serial(Executor threads, Consumer<RuntimeException> onFailure) {
        this.threads = threads;
        this.onFailure = onFailure;
    }

    @Override
    public void execute(Runnable task) {
        if (isFirst(task)) {
            threads.execute(this::work);
        }
    }

    /** On this thread, when it is free for that: no other has to be woken. */
    void executeHere(Runnable task) {
        if (isFirst(task)) {
            work();
        }
    }

    private boolean isFirst(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            var first = !busy;
            busy = true;
            return first;
        }
    }

    private void work() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                onFailure.accept(e);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            var task = tasks.poll();
            busy = task != null;
            return task;
        }
    }
}
