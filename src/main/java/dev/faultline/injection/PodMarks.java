package dev.faultline.injection;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/** Labels and annotations together, where either may say the same thing. A label wins. */
final class PodMarks {
    private PodMarks() {}

    static Map<String, String> of(Pod pod) {
        var metadata = pod.getMetadata();
        return metadata == null
                ? Map.of()
                : joined(
                        requireNonNullElse(metadata.getLabels(), Map.of()),
                        requireNonNullElse(metadata.getAnnotations(), Map.of()));
    }

    static Map<String, String> joined(Map<String, String> labels, Map<String, String> annotations) {
        var marks = new HashMap<>(annotations);
        marks.putAll(labels);
        return marks;
    }
}
