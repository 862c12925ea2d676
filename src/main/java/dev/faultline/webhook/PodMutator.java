package dev.faultline.webhook;

import io.fabric8.kubernetes.api.model.Pod;

/** Decides about a new pod from what is known already: it is called where nothing may wait. */
@FunctionalInterface
public interface PodMutator {
    /** @param namespace where the pod is created; the pod itself may not say so yet */
    Mutation of(Pod pod, String namespace);
}
