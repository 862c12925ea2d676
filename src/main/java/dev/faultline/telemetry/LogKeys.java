package dev.faultline.telemetry;

/** Keys of structured log fields. They are an interface: dashboards and alerts read them. */
public enum LogKeys {
    NAMESPACE("namespace"),
    POLICY("policy"),
    BUDGET("budget"),
    VERB("verb"),
    GENERATION("generation"),
    CAUSE("cause");

    private final String key;

    LogKeys(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
