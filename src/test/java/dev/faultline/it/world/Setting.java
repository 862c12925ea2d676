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

    private final String variable;

    Setting(String variable) {
        this.variable = variable;
    }

    public Path path() {
        var value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new AssertionError(variable + " is not set; run these tests with: make it");
        }
        return Path.of(value);
    }
}
