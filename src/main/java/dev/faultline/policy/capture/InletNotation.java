package dev.faultline.policy.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.policy.capture.Capture.Inlet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ports that a sidecar has taken over, within the text of a capture. */
final class InletNotation {
    private static final Pattern NAME = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

    /** Source: RFC 6335, section 5.1. */
    private static final int LONGEST_NAME = 15;

    private InletNotation() {}

    static ObjectNode tree(Inlet inlet) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", inlet.name())
                .put("listen", inlet.listen())
                .put("app", inlet.app())
                .put("protocol", inlet.spoken().name());
    }

    /** Sorted; empty when one of them is not as {@link #tree} gives it, or two have the same name or port. */
    static Optional<List<Inlet>> read(JsonNode list) {
        var names = new HashSet<String>();
        var ports = new HashSet<Integer>();
        return CaptureNotation.items(list, InletNotation::inlet)
                .filter(inlets ->
                        inlets.stream().allMatch(inlet -> names.add(inlet.name()) && ports.add(inlet.listen())))
                .map(inlets -> inlets.stream()
                        .sorted(Comparator.comparing(Inlet::listen))
                        .toList());
    }

    private static Optional<Inlet> inlet(JsonNode tree) {
        var name = tree.path("name").asText();
        var spoken = Stream.of(Inbound.Protocol.values())
                .filter(word -> word.name().equals(tree.path("protocol").asText()))
                .findFirst();
        return !isPortName(name)
                ? Optional.empty()
                : CaptureNotation.port(tree.path("listen"))
                        .filter(SidecarPort::isInbound)
                        .flatMap(listen -> CaptureNotation.port(tree.path("app"))
                                .filter(app -> !SidecarPort.isOurs(app))
                                .flatMap(app -> spoken.map(word -> new Inlet(name, listen, app, word))));
    }

    private static boolean isPortName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }
}
