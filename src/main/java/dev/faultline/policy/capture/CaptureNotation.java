package dev.faultline.policy.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.faultline.api.traffic.External.Tls;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.Capture.Host;
import dev.faultline.policy.capture.Capture.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A capture as the text of a pod's annotation: compact JSON that begins with its version. Anybody who may change a pod
 * may write there, so what is read is believed only as a whole and only within bounds.
 */
public final class CaptureNotation {
    /** The annotation on the pod. */
    public static final String ANNOTATION = "faultline.dev/capture";

    /** Of hosts alone, which every reader understands. */
    private static final int VERSION = 1;

    /** With ports of the pod. A reader that knows nothing of them would leave their callers without an answer. */
    private static final int VERSION_WITH_INLETS = 2;

    /** All annotations of a pod together may have 256 KiB. Source: Kubernetes TotalAnnotationSizeLimitB. */
    private static final int LONGEST_TEXT = 256 * 1024;

    /** A policy has at most 32 dependencies. */
    private static final int MOST_HOSTS = 32;

    private static final int MOST_NAMES = 4;
    private static final int LAST_PORT = 65_535;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The pods of a workload have the same text, as a rule, and it is read at every look at one of them. */
    private static final Map<String, Optional<Capture>> READ = new ConcurrentHashMap<>();

    private static final int MOST_READ = 256;

    /** Characters. Who writes longer ones pays for them. */
    private static final int LONGEST_READ = 16 * 1024;

    private CaptureNotation() {}

    /** Whether a pod with these annotations has a sidecar, or says so. */
    public static boolean isIn(@Nullable Map<String, String> annotations) {
        return annotations != null && annotations.containsKey(ANNOTATION);
    }

    public static String write(Capture capture) {
        var root = JsonNodeFactory.instance.objectNode();
        root.put("v", capture.inlets().isEmpty() ? VERSION : VERSION_WITH_INLETS);
        var hosts = root.putArray("hosts");
        capture.hosts().forEach(host -> hosts.add(tree(host)));
        var appPorts = root.putArray("appPorts");
        capture.appPorts().forEach(appPorts::add);
        if (!capture.inlets().isEmpty()) {
            var inlets = root.putArray("inlets");
            capture.inlets().forEach(inlet -> inlets.add(InletNotation.tree(inlet)));
        }
        return root.toString();
    }

    private static ObjectNode tree(Host host) {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("name", host.name());
        var names = tree.putArray("names");
        host.names().forEach(names::add);
        tree.put("address", host.address());
        switch (host.destination()) {
            case Destination.Service(var namespace, var name) ->
                tree.putObject("service").put("namespace", namespace).put("name", name);
            case Destination.External(var name, var tls, var ca) -> {
                var external = tree.putObject("external").put("host", name).put("tls", tls.name());
                ca.ifPresent(configMap -> external.put("ca", configMap));
            }
        }
        var ports = tree.putArray("ports");
        host.ports().forEach(port -> ports.addArray().add(port.listen()).add(port.target()));
        return tree;
    }

    /** Empty when the text is not what {@link #write} gives. */
    public static Optional<Capture> read(@Nullable String text) {
        if (text == null || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        if (text.length() > LONGEST_READ) {
            return parsed(text);
        }
        var known = READ.get(text);
        if (known != null) {
            return known;
        }
        var capture = parsed(text);
        if (READ.size() >= MOST_READ) {
            READ.clear();
        }
        READ.put(text, capture);
        return capture;
    }

    private static Optional<Capture> parsed(String text) {
        try {
            var root = JSON.readTree(text);
            return switch (root.path("v").asInt()) {
                case VERSION -> captured(root);
                case VERSION_WITH_INLETS ->
                    captured(root)
                            .flatMap(hosts ->
                                    InletNotation.read(root.path("inlets")).map(hosts::with));
                default -> Optional.empty();
            };
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Capture> captured(JsonNode root) {
        return items(root.path("hosts"), CaptureNotation::host)
                .filter(CaptureNotation::areDistinct)
                .flatMap(hosts -> items(root.path("appPorts"), CaptureNotation::port)
                        .map(ports -> new Capture(
                                sorted(hosts), ports.stream().sorted().toList(), List.of())));
    }

    private static List<Host> sorted(List<Host> hosts) {
        return hosts.stream().sorted(Comparator.comparing(Host::name)).toList();
    }

    /** Two hosts at one address would be two listeners at one address, which Envoy refuses. */
    private static boolean areDistinct(List<Host> hosts) {
        var seen = new HashSet<String>();
        return hosts.size() <= MOST_HOSTS
                && hosts.stream().allMatch(host -> seen.add(host.name()) && seen.add(host.address()));
    }

    private static Optional<Host> host(JsonNode tree) {
        return name(tree.path("name"))
                .flatMap(name -> items(tree.path("names"), CaptureNotation::name)
                        .filter(names -> !names.isEmpty() && names.size() <= MOST_NAMES)
                        .flatMap(names -> destination(tree)
                                .flatMap(destination -> ports(tree.path("ports"))
                                        .filter(_ -> Address.isOurs(
                                                tree.path("address").asText()))
                                        .map(ports -> new Host(
                                                name,
                                                names,
                                                tree.path("address").asText(),
                                                destination,
                                                ports)))));
    }

    private static Optional<Destination> destination(JsonNode host) {
        var service = host.path("service");
        var external = host.path("external");
        return service.isObject()
                ? name(service.path("namespace"))
                        .flatMap(namespace ->
                                name(service.path("name")).map(name -> new Destination.Service(namespace, name)))
                : external(external);
    }

    private static Optional<Destination> external(JsonNode external) {
        var tls = Stream.of(Tls.values())
                .filter(word -> word.name().equals(external.path("tls").asText()))
                .findFirst();
        var ca = name(external.path("ca"));
        if (external.has("ca") && ca.isEmpty()) {
            return Optional.empty();
        }
        return tls.flatMap(word -> name(external.path("host")).map(host -> new Destination.External(host, word, ca)));
    }

    private static Optional<List<Port>> ports(JsonNode list) {
        var listened = new HashSet<Integer>();
        return items(list, CaptureNotation::pair)
                .filter(ports -> !ports.isEmpty() && ports.size() <= Obstacles.MOST_PORTS)
                .filter(ports -> ports.stream()
                        .allMatch(port -> !SidecarPort.isOurs(port.listen()) && listened.add(port.listen())))
                .map(ports -> ports.stream()
                        .sorted(Comparator.comparing(Port::listen))
                        .toList());
    }

    private static Optional<Port> pair(JsonNode pair) {
        return pair.size() != 2
                ? Optional.empty()
                : port(pair.path(0)).flatMap(listen -> port(pair.path(1)).map(target -> new Port(listen, target)));
    }

    static Optional<Integer> port(JsonNode number) {
        return number.isInt() && number.asInt() >= 1 && number.asInt() <= LAST_PORT
                ? Optional.of(number.asInt())
                : Optional.empty();
    }

    private static Optional<String> name(JsonNode text) {
        return text.isTextual() && HostNames.isUsable(text.asText()) ? Optional.of(text.asText()) : Optional.empty();
    }

    /** All items, or nothing when one of them is not understood. */
    static <T> Optional<List<T>> items(JsonNode list, Function<JsonNode, Optional<T>> reader) {
        if (!list.isArray()) {
            return Optional.empty();
        }
        var items = new ArrayList<T>();
        for (var item : list) {
            var read = reader.apply(item);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            items.add(read.get());
        }
        return Optional.of(List.copyOf(items));
    }
}
