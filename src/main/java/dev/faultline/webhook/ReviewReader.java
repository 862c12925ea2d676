package dev.faultline.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.faultline.webhook.Review.Malformed;
import dev.faultline.webhook.Review.Question;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one AdmissionReview in one pass: what is needed, and not the old object, the options, or who has asked. */
final class ReviewReader {
    private static final String VERSION = "admission.k8s.io/v1";
    private static final int LONGEST = 64;

    private final ObjectReader pods;
    private String version = "";
    private String operation = "";
    private String kind = "";
    private @Nullable String uid;
    private String namespace = "";
    private @Nullable Pod pod;
    private @Nullable IOException problem;

    private ReviewReader(ObjectReader pods) {
        this.pods = pods;
    }

    private interface Field {
        void read(String name, JsonParser parser) throws IOException;
    }

    /** @param pods reads a Pod */
    static Review read(byte[] body, ObjectReader pods) throws Malformed {
        var reader = new ReviewReader(pods);
        try (var parser = pods.createParser(body)) {
            parser.nextToken();
            fields(parser, reader::review);
        } catch (IOException e) {
            reader.problem = e;
        }
        return reader.done();
    }

    private static void fields(JsonParser parser, Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            field.read(name, parser);
        }
    }

    private void review(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "apiVersion" -> version = parser.getValueAsString("");
            case "request" -> fields(parser, this::request);
            default -> parser.skipChildren();
        }
    }

    private void request(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "uid" -> uid = parser.getValueAsString();
            case "namespace" -> namespace = parser.getValueAsString("");
            case "operation" -> operation = parser.getValueAsString("");
            case "kind" -> fields(parser, this::kind);
            case "object" -> object(parser);
            default -> parser.skipChildren();
        }
    }

    private void kind(String name, JsonParser parser) throws IOException {
        if (name.equals("kind")) {
            kind = parser.getValueAsString("");
        } else {
            parser.skipChildren();
        }
    }

    private void object(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            pod = pods.readValue(parser);
        } else {
            parser.skipChildren();
        }
    }

    private Review done() throws Malformed {
        if (uid == null || uid.isEmpty()) {
            throw new Malformed(problem == null ? "request.uid is missing" : "the body is no AdmissionReview in JSON");
        }
        // Beyond what could not be read there may be anything, the version too.
        if (problem != null) {
            return new Review(uid, namespace, new Question.Unreadable(problem));
        }
        if (!version.equals(VERSION)) {
            throw new Malformed(
                    "apiVersion is " + version.substring(0, Math.min(version.length(), LONGEST)) + "; use " + VERSION);
        }
        return new Review(
                uid,
                namespace,
                pod != null && kind.equals("Pod") && operation.equals("CREATE")
                        ? new Question.Creation(pod)
                        : new Question.Other());
    }
}
