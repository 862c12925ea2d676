package dev.faultline.probe.trust;

/** Whose signature makes a certificate good. */
public sealed interface Authority {
    /** One that the operator's system trusts. */
    record System() implements Authority {}

    /** One in a Secret of the probe's namespace. */
    record InSecret(String name) implements Authority {}

    /** One in a ConfigMap of the probe's namespace. */
    record InConfigMap(String name) implements Authority {}
}
