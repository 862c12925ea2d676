package dev.faultline.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the API server sends, as it writes it, and what it is to get. */
final class AdmissionReviews {
    static final String POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"web-","labels":{"app":"web"}},\
            "spec":{"containers":[{"name":"app","image":"app","resources":{"limits":{"cpu":"200m"}}}]}}""";

    static final Mutation PATCHED = new Mutation.Patched(
            "[{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{\"ü\":\"\"}}]", List.of("careful"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private AdmissionReviews() {}

    static byte[] creationOf(String pod) {
        return of("Pod", "CREATE", pod);
    }

    static byte[] of(String kind, String operation, String object) {
        return """
                {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",\
                "kind":{"group":"","version":"v1","kind":"%s"},\
                "resource":{"group":"","version":"v1","resource":"pods"},\
                "requestKind":{"group":"","version":"v1","kind":"Pod"},\
                "namespace":"shop","operation":"%s",\
                "userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller","groups":["a"]},\
                "object":%s,"oldObject":null,"dryRun":false,\
                "options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}""".formatted(kind, operation, object).getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode response(byte[] answer) {
        try {
            return JSON.readTree(answer).path("response");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Mutation patching(Pod pod, String namespace) {
        return PATCHED;
    }
}
