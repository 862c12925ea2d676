package dev.faultline.webhook;

import java.util.List;

/** What becomes of a new pod. */
public sealed interface Mutation {
    /**
     * @param jsonPatch of RFC 6902
     * @param warnings for the person who creates the pod; kubectl prints them. The API server cuts each at 256 characters
     */
    record Patched(String jsonPatch, List<String> warnings) implements Mutation {}

    /** @param reason for the API server's audit log */
    record Unchanged(String reason) implements Mutation {}
}
