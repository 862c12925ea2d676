package dev.faultline.probe.shallow;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod is asked. Only containers of the application are looked at: never those that start it, and never native
 * sidecars.
 *
 * @param port 1 to 65535
 */
public record Station(Container container, int port) {
    private static final String TCP = "TCP";

    /** Which container a person means who names none. Source: Kubernetes, well-known annotations. */
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    /**
     * Empty where no container has the port, or has it for something else than TCP.
     *
     * @param taken names that a sidecar in the pod has taken over, each with the number of the port that had it
     */
    public static Optional<Station> of(Pod pod, IntOrString port, Map<String, Integer> taken) {
        var name = port.getStrVal();
        if (name == null) {
            return numbered(pod, port.getIntVal());
        }
        return declaring(pod, declared -> name.equals(declared.getName()))
                .or(() -> Optional.ofNullable(taken.get(name))
                        .flatMap(number -> declaring(pod, declared -> number.equals(declared.getContainerPort()))));
    }

    /** Ports need not be declared: one that nobody declares is taken for the port of the main container. */
    private static Optional<Station> numbered(Pod pod, int number) {
        var declared = declaring(pod, port -> port.getContainerPort() == number);
        if (declared.isPresent() || ports(pod).anyMatch(port -> Objects.equals(port.getContainerPort(), number))) {
            return declared;
        }
        return main(pod).map(container -> new Station(container, number));
    }

    private static Optional<Station> declaring(Pod pod, Predicate<ContainerPort> wanted) {
        return containers(pod)
                .flatMap(container -> list(container.getPorts()).stream()
                        .filter(port -> port.getContainerPort() != null)
                        .filter(port -> TCP.equals(requireNonNullElse(port.getProtocol(), TCP)))
                        .filter(wanted)
                        .map(port -> new Station(container, port.getContainerPort())))
                .findFirst();
    }

    private static Optional<Container> main(Pod pod) {
        var named = pod.getMetadata() == null
                ? null
                : requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
                        .get(DEFAULT_CONTAINER);
        return containers(pod)
                .filter(container -> container.getName().equals(named))
                .findFirst()
                .or(() -> containers(pod).findFirst());
    }

    private static Stream<ContainerPort> ports(Pod pod) {
        return containers(pod).flatMap(container -> list(container.getPorts()).stream());
    }

    private static Stream<Container> containers(Pod pod) {
        return list(pod.getSpec().getContainers()).stream().filter(container -> container.getName() != null);
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
