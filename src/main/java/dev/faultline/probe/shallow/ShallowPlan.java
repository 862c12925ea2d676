package dev.faultline.probe.shallow;

import io.fabric8.kubernetes.api.model.Probe;
import java.util.SortedMap;

/** Which probes a pod gets. */
public sealed interface ShallowPlan {
    /**
     * @param container its name
     * @param probes to be set there; empty where it has all of them, or where none was seen to answer
     */
    record Probes(String container, SortedMap<Purpose, Probe> probes) implements ShallowPlan {}

    /** No container has the port. */
    record NoPort() implements ShallowPlan {}
}
