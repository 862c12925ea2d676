package dev.faultline.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.MDC;

/** Fields that every line logged within a try block bears. */
public final class LogScope implements AutoCloseable {
    private static final String INHERITED = "eventsource.";

    private final List<String> keys = new ArrayList<>();

    private LogScope() {}

    public static LogScope of(LogKeys key, String value) {
        return new LogScope().and(key, value);
    }

    public LogScope and(LogKeys key, String value) {
        MDC.put(key.key(), value);
        keys.add(key.key());
        return this;
    }

    /**
     * Drops what a pooled thread has inherited from the one that made it: the event of that moment, which has nothing
     * to do with the work of today. Source: JOSDK MDCUtils, eventsource.
     */
    public static void dropInherited() {
        MDC.getMap().keySet().stream().filter(key -> key.startsWith(INHERITED)).forEach(MDC::remove);
    }

    @Override
    public void close() {
        keys.forEach(MDC::remove);
    }
}
