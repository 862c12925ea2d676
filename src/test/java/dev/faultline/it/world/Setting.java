package dev.faultline.it.world;

import java.nio.file.Path;

/**
 * What the tests need from outside; {@code make it} sets all of it. Of what processes that run tests side by side cannot
 * share, there is one for each, parted by colons.
 */
public enum Setting {
    KUBECONFIG("FAULTLINE_IT_KUBECONFIG"),
    AUDIT_LOG("FAULTLINE_IT_AUDIT_LOG"),
    HELM("FAULTLINE_HELM"),
    KUBECTL("FAULTLINE_KUBECTL"),
    KEDA_CRD("FAULTLINE_KEDA_CRD"),
    ENVOY("FAULTLINE_ENVOY"),
    KAFKA("FAULTLINE_KAFKA"),
    SCHEDULE_ORACLE("FAULTLINE_SCHEDULE_ORACLE");

    /** Which of the processes this is, from 0. Maven drops a value that is nothing but its number. */
    public static final int FORK =
            Integer.parseInt(System.getProperty("it.fork", "fork-1").substring("fork-".length())) - 1;

    private final String variable;

    Setting(String variable) {
        this.variable = variable;
    }

    public Path path() {
        var value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new AssertionError(variable + " is not set; run these tests with: make it");
        }
        var parts = value.split(":", -1);
        return Path.of(parts.length > FORK ? parts[FORK] : parts[0]);
    }
}
