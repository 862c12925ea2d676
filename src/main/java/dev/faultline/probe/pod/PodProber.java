package dev.faultline.probe.pod;

import dev.faultline.probe.Aim;
import dev.faultline.probe.trust.Tls;
import java.time.Duration;

/** Asks one pod once. */
@FunctionalInterface
public interface PodProber {
    /**
     * What one pod is asked.
     *
     * @param namespace of the probe, and of the pod
     * @param address the pod's own
     * @param path begins with a slash, may have a query
     */
    record Question(String namespace, PodRef pod, Aim.Address address, String path, Tls tls) {}

    /** @param timeout until when there is an answer, whatever the pod does */
    PodSample ask(Question question, Duration timeout);
}
