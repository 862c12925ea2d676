package dev.faultline.injection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.List;
import java.util.Optional;

/** What leads from one pod to another, as the API server takes it from a webhook. */
public final class PodPatch {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Containers and managed fields are most of a pod, and we change neither. */
    private static final ObjectMapper REST = new ObjectMapper()
            .addMixIn(PodSpec.class, WithoutContainers.class)
            .addMixIn(ObjectMeta.class, WithoutManagedFields.class);

    private PodPatch() {}

    @JsonIgnoreProperties("containers")
    private interface WithoutContainers {}

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    /** A JSON patch; an empty array when the two are alike. Source: RFC 6902. */
    public static JsonNode diff(Pod before, Pod after) {
        var json = containers(before).equals(containers(after))
                        && managedFields(before).equals(managedFields(after))
                ? REST
                : JSON;
        return JsonDiff.asJson(json.valueToTree(before), json.valueToTree(after));
    }

    private static List<Container> containers(Pod pod) {
        return Optional.ofNullable(pod.getSpec()).map(PodSpec::getContainers).orElse(List.of());
    }

    private static List<ManagedFieldsEntry> managedFields(Pod pod) {
        return Optional.ofNullable(pod.getMetadata())
                .map(ObjectMeta::getManagedFields)
                .orElse(List.of());
    }
}
