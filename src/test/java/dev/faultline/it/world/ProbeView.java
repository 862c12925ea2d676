package dev.faultline.it.world;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A probe as any client reads it, without the operator's own types. */
public record ProbeView(PolicyView resource) {
    /** Status and reason of a condition, such as {@code False/ChecksFailing}. */
    public String verdict(String type) {
        return resource.verdict(type);
    }

    public PolicyView.Condition condition(String type) {
        return resource.condition(type);
    }

    /** @throws NoSuchElementException while it is missing */
    public Map<String, Object> check(String name) {
        return resource.list("checks").stream()
                .filter(check -> name.equals(check.get("check")))
                .findFirst()
                .orElseThrow();
    }

    /** @throws NoSuchElementException while it is missing */
    public Map<String, Object> target(String workload) {
        return resource.list("targets").stream()
                .filter(target -> workload.equals(target.get("attachedTo")))
                .findFirst()
                .orElseThrow();
    }

    /** Newest first. */
    public List<Map<String, Object>> incidents() {
        return resource.list("incidents");
    }

    /** Oldest first. */
    public List<Map<String, Object>> history() {
        return resource.list("history");
    }

    /** A field of the status, as text. */
    public String text(String field) {
        return String.valueOf(resource.status().get(field));
    }

    public String text() {
        return resource.text();
    }
}
