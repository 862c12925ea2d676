package dev.faultline.controller;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Hands on what has come, each once, after a pause: who looks at all of it again for each would hold up what is new. */
final class Gathering<T> implements Consumer<T> {
    private final Consumer<T> next;
    private final Duration pause;
    private Set<T> gathered = new HashSet<>();

    Gathering(Consumer<T> next, Duration pause) {
        this.next = next;
        this.pause = pause;
    }

    @Override
    public synchronized void accept(T item) {
        if (gathered.isEmpty()) {
            Thread.ofVirtual().name("gathering").start(this::handOn);
        }
        gathered.add(item);
    }

    private void handOn() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        taken().forEach(next);
    }

    private synchronized Set<T> taken() {
        var all = gathered;
        gathered = new HashSet<>();
        return all;
    }
}
