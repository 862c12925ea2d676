package dev.faultline.it.world;

import java.nio.file.Path;

/** What the tests need from outside; {@code make it} sets all of it. */
public enum Setting {
    KUBECONFIG("FAULTLINE_IT_KUBECONFIG"),
    AUDIT_LOG("FAULTLINE_IT_AUDIT_LOG"),
    HELM("FAULTLINE_HELM"),
    KUBECTL("FAULTLINE_KUBECTL"),
    KEDA_CRD("FAULTLINE_KEDA_CRD"),
    ENVOY("FAULTLINE_ENVOY");

    /** Which of the processes that run tests side by side this is, 1 or more. */
    static final int FORK = Integer.getInteger("it.fork", 1);

    private final String variable;

    Setting(String variable) {
        this.variable = variable;
    }

    /** Where each process of tests has its own, as a control plane, they are parted as in PATH. */
    public Path path() {
        var value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new AssertionError(variable + " is not set; run these tests with: make it");
        }
        var values = value.split(":");
        return Path.of(values[Math.min(FORK, values.length) - 1]);
    }
}
