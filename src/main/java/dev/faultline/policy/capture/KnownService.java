package dev.faultline.policy.capture;

import java.util.List;
import java.util.Optional;

/**
 * A Service, as far as captured calls depend on it.
 *
 * @param clusterIp its own address; empty for a headless one and for one that only names another host
 * @param externalName the host that a Service of type ExternalName stands for
 * @param ports its TCP ports
 */
public record KnownService(
        String namespace, String name, Optional<String> clusterIp, Optional<String> externalName, List<Port> ports) {

    /**
     * @param name empty where the Service has one port without a name
     * @param number 1 to 65535
     */
    public record Port(String name, int number, Optional<String> appProtocol) {}

    public Optional<Port> port(int number) {
        return ports.stream().filter(port -> port.number() == number).findFirst();
    }

    /** Finds Services; empty where there is none. */
    @FunctionalInterface
    public interface Lookup {
        Optional<KnownService> find(String namespace, String name);
    }
}
