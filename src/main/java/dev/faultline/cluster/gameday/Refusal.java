package dev.faultline.cluster.gameday;

import dev.faultline.policy.text.Sentences;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What an API server says when it does not do what it was asked. */
final class Refusal {
    /** Characters of it that are kept. */
    private static final int LONGEST = 200;

    private Refusal() {}

    static String words(KubernetesClientException e) {
        var status = e.getStatus();
        return status == null || status.getMessage() == null
                ? "no answer from the API server"
                : Sentences.cut(status.getMessage(), LONGEST);
    }

    /** Whether nobody knows if it was done: there was no answer, or one that says nothing of it. */
    static boolean isUnclear(KubernetesClientException e) {
        return e.getCode() < HttpURLConnection.HTTP_BAD_REQUEST || e.getCode() > HttpURLConnection.HTTP_INTERNAL_ERROR;
    }
}
