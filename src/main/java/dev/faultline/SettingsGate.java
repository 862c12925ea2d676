package dev.faultline;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Refuses wrong settings before anything else is made. */
@ApplicationScoped
class SettingsGate {
    private static final Logger LOG = Logger.getLogger(SettingsGate.class);

    /** @throws IllegalArgumentException naming every wrong variable, which ends the process */
    void check(@Observes @Priority(1) StartupEvent event, FaultlineConfig config) {
        if (Settings.read(config) instanceof Settings.Reading.Refused refused) {
            refused.faults().forEach(LOG::error);
            throw new IllegalArgumentException(String.join("; ", refused.faults()));
        }
    }
}
