package dev.faultline.policy.inlet;

import java.util.Map;

/** What stands between pods and their callers, as far as it is known. */
@FunctionalInterface
public interface Fronts {
    /** Of pods with these labels. */
    Front front(String namespace, Map<String, String> podLabels);
}
