package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/** A policy as any client reads it, without the operator's own types. */
public record PolicyView(String uid, long generation, Map<String, Object> status) {

    public record Condition(String type, String status, String reason, String message, long observedGeneration) {}

    @SuppressWarnings("unchecked")
    public static PolicyView of(GenericKubernetesResource policy) {
        var status = (Map<String, Object>) policy.getAdditionalProperties().get("status");
        return new PolicyView(
                policy.getMetadata().getUid(),
                policy.getMetadata().getGeneration(),
                Objects.requireNonNullElse(status, Map.of()));
    }

    public List<Condition> conditions() {
        return list("conditions").stream()
                .map(condition -> new Condition(
                        String.valueOf(condition.get("type")),
                        String.valueOf(condition.get("status")),
                        String.valueOf(condition.get("reason")),
                        String.valueOf(condition.get("message")),
                        condition.get("observedGeneration") instanceof Number number ? number.longValue() : 0))
                .toList();
    }

    public boolean has(String type) {
        return conditions().stream().anyMatch(condition -> condition.type().equals(type));
    }

    /** @throws NoSuchElementException while it is missing */
    public Condition condition(String type) {
        return conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Status and reason of a condition, such as {@code False/BudgetExhausted}. */
    public String verdict(String type) {
        var condition = condition(type);
        return condition.status() + "/" + condition.reason();
    }

    public List<String> findings() {
        return list("findings").stream()
                .map(finding -> String.valueOf(finding.get("finding")))
                .toList();
    }

    /** @throws NoSuchElementException while it is missing */
    public Map<String, Object> target(String attachedTo) {
        return list("targets").stream()
                .filter(target -> attachedTo.equals(target.get("attachedTo")))
                .findFirst()
                .orElseThrow();
    }

    /** @throws NoSuchElementException while it is missing */
    public Map<String, Object> dependency(String name) {
        return list("dependencies").stream()
                .filter(dependency -> name.equals(dependency.get("dependency")))
                .findFirst()
                .orElseThrow();
    }

    public List<Map<String, Object>> targets() {
        return list("targets");
    }

    public long observedGeneration() {
        return status.get("observedGeneration") instanceof Number number ? number.longValue() : 0;
    }

    public String text() {
        return Serialization.asYaml(status);
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list(String field) {
        return (List<Map<String, Object>>) Objects.requireNonNullElse(status.get(field), List.of());
    }
}
