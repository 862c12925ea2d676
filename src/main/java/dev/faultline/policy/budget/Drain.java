package dev.faultline.policy.budget;

import dev.faultline.api.status.ConditionReason;

/** How a node drain would go for one workload. */
public sealed interface Drain {
    String message();

    /** Whether the API server's own answer to an eviction can say more than the caches do. */
    boolean worthTrying();

    /**
     * @param basis the version of the budget that says so, which any change of it renews; empty without a budget
     * @param allowed pods that may go at once, by the budget; 0 without one
     */
    record Safe(String message, String basis, int allowed) implements Drain {
        @Override
        public boolean worthTrying() {
            return !basis.isEmpty();
        }
    }

    record Unsafe(ConditionReason reason, String message) implements Drain {
        @Override
        public boolean worthTrying() {
            return false;
        }
    }

    /** The budget's controller has not answered yet. */
    record Unknown(String message) implements Drain {
        @Override
        public boolean worthTrying() {
            return false;
        }
    }

    /** What the API server answered to an eviction that was only a dry run. */
    sealed interface Trial {
        record NotTried() implements Trial {}

        record Allowed() implements Trial {}

        /** @param message the API server's words */
        record Refused(String pod, String message) implements Trial {}
    }

    /** A refusal wins over what the caches say. */
    default Drain confirmedBy(Trial trial) {
        return switch (trial) {
            case Trial.NotTried _ -> this;
            case Trial.Allowed _ -> this;
            case Trial.Refused(var pod, var message) ->
                this instanceof Safe
                        ? new Unsafe(
                                ConditionReason.EvictionRefused,
                                "an eviction of pod " + pod + " is refused: " + message)
                        : this;
        };
    }
}
