package dev.faultline.policy.call;

import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import java.util.Map;
import java.util.Optional;

/** What is spoken on a port, where a policy does not say. */
public final class Spoken {
    /** Source: Kubernetes Service appProtocol, IANA names and the kubernetes.io/ ones; Gateway API GEP-1911. */
    private static final Map<String, Protocol> WORDS = Map.of(
            "http", Protocol.HTTP,
            "kubernetes.io/ws", Protocol.HTTP,
            "http2", Protocol.HTTP2,
            "h2c", Protocol.HTTP2,
            "kubernetes.io/h2c", Protocol.HTTP2,
            "grpc", Protocol.GRPC,
            "tcp", Protocol.TCP);

    private Spoken() {}

    /** What the policy says, then what the Service says that it names; empty where neither does. */
    public static Optional<Protocol> by(Call call, KnownServices services) {
        return call.protocol().or(() -> told(call, services));
    }

    private static Optional<Protocol> told(Call call, KnownServices services) {
        return call.destination() instanceof Destination.Service(var namespace, var name)
                ? services.of(namespace, name)
                        .flatMap(service -> service.port(call.port()))
                        .flatMap(Spoken::on)
                : Optional.empty();
    }

    /** The port's appProtocol, then the prefix of its name; empty where neither says anything known. */
    public static Optional<Protocol> on(KnownService.Port port) {
        return port.appProtocol().isEmpty() ? byName(port.name()) : Optional.ofNullable(WORDS.get(port.appProtocol()));
    }

    /** The prefix of a port's name; empty where it says nothing known. */
    public static Optional<Protocol> byName(String port) {
        return Optional.ofNullable(WORDS.get(prefix(port)));
    }

    private static String prefix(String name) {
        var dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }
}
