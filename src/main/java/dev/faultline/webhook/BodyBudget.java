package dev.faultline.webhook;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the memory bodies may take that are being read or answered. Nobody has to say who he is before he sends
 * one, so many large ones at once must not be the operator's end.
 */
final class BodyBudget {
    /** The API server itself takes requests of 3 MiB at most. Source: apiserver MaxRequestBodyBytes. */
    static final int ONE = 8 * 1024 * 1024;

    private final long all;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long all) {
        this.all = all;
    }

    /** @return whether there was room */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) > all) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }
}
