package dev.faultline.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An AdmissionReview as the API server wants it back. */
final class Answer {
    /** The API server puts our name before it. */
    private static final String AUDIT = "decision";

    private static final int BUFFER = 16 * 1024;

    private Answer() {}

    static byte[] json(String uid, Mutation mutation, JsonFactory factory) {
        try (var bytes = new ByteArrayOutputStream(BUFFER);
                var json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", "admission.k8s.io/v1");
            json.writeStringField("kind", "AdmissionReview");
            json.writeObjectFieldStart("response");
            json.writeStringField("uid", uid);
            json.writeBooleanField("allowed", true);
            switch (mutation) {
                case Mutation.Patched(var patch, var warnings) -> {
                    patch(json, patch);
                    warnings(json, warnings);
                    audit(json, "patched");
                }
                case Mutation.Unchanged(var reason) -> audit(json, reason);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void patch(JsonGenerator json, String patch) throws IOException {
        json.writeStringField("patchType", "JSONPatch");
        json.writeFieldName("patch");
        json.writeBinary(patch.getBytes(StandardCharsets.UTF_8));
    }

    private static void warnings(JsonGenerator json, List<String> warnings) throws IOException {
        if (!warnings.isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (var warning : warnings) {
                json.writeString(warning);
            }
            json.writeEndArray();
        }
    }

    private static void audit(JsonGenerator json, String reason) throws IOException {
        json.writeObjectFieldStart("auditAnnotations");
        json.writeStringField(AUDIT, reason);
        json.writeEndObject();
    }
}
