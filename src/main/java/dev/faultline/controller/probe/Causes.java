package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import java.time.Instant;
import java.util.Optional;

/** What incidents are put down to. */
@FunctionalInterface
public interface Causes {
    /** Nothing ever is. */
    Causes NONE = (_, _) -> Optional.empty();

    /**
     * @param began the first bad answer
     * @return kind and name, such as {@code GameDayRun/db-kill-29824320}; empty where nothing is known
     */
    Optional<String> of(HealthProbe probe, Instant began);
}
