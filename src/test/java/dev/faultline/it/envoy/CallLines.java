package dev.faultline.it.envoy;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The access log of a sidecar: what stands on its standard output beside its own words, which have a level. */
public final class CallLines {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final EnvoyProcess envoy;

    public CallLines(EnvoyProcess envoy) {
        this.envoy = envoy;
    }

    /** Once there are so many; each line is one JSON object. */
    public List<ObjectNode> await(int count) {
        eventually(() -> assertThat(raw()).hasSizeGreaterThanOrEqualTo(count));
        return raw().stream().map(CallLines::read).toList();
    }

    /** As they stand there. */
    public List<String> raw() {
        return envoy.logLines().stream().filter(line -> line.startsWith("{")).toList();
    }

    public static ObjectNode read(String line) {
        try {
            return (ObjectNode) JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
