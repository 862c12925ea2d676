package dev.faultline.policy.live;

import dev.faultline.api.status.DependencyStatus.State;

/** How the breaker of one dependency stands in one sidecar, the better first. */
public enum Standing {
    /** All calls are let through to all endpoints. */
    Closed,
    /** Some endpoints are left out. */
    Partial,
    /** At a limit: calls are refused. */
    Full,
    /** No endpoint is left to call. */
    Empty;

    State state() {
        return switch (this) {
            case Closed -> State.Closed;
            case Partial -> State.Partial;
            case Full, Empty -> State.Open;
        };
    }

    boolean isOpen() {
        return state() == State.Open;
    }
}
