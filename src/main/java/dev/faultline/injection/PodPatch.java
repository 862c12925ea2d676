package dev.faultline.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.JsonDiff;

/** What leads from one pod to another, as the API server takes it from a webhook. */
public final class PodPatch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PodPatch() {}

    /** A JSON patch; an empty array when the two are alike. Source: RFC 6902. */
    public static JsonNode diff(Pod before, Pod after) {
        return JsonDiff.asJson(JSON.valueToTree(before), JSON.valueToTree(after));
    }
}
