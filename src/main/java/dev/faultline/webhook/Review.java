package dev.faultline.webhook;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * What the API server asks.
 *
 * @param namespace of the request; the object itself may not say so yet
 */
record Review(String uid, String namespace, Question question) {
    sealed interface Question {
        record Creation(Pod pod) implements Question {}

        /** Nothing that we have asked to be told of. */
        record Other() implements Question {}

        record Unreadable(Exception problem) implements Question {}
    }

    /** The body is no AdmissionReview that could be answered. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String problem) {
            super(problem);
        }
    }
}
