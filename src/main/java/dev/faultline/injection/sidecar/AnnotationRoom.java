package dev.faultline.injection.sidecar;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much a pod's annotations may hold, keys and values together. Source: Kubernetes TotalAnnotationSizeLimitB. */
public final class AnnotationRoom {
    private static final long BYTES = 256 * 1024;

    private AnnotationRoom() {}

    public static boolean fits(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                        .mapToLong(annotation -> bytes(annotation.getKey()) + bytes(annotation.getValue()))
                        .sum()
                <= BYTES;
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
