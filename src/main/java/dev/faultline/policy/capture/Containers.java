package dev.faultline.policy.capture;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The containers of a pod. A pod that has not been validated yet may have a null for any list. */
public final class Containers {
    private Containers() {}

    /** Those that start the pod, native sidecars among them, and then those of the application. */
    public static Stream<Container> all(PodSpec spec) {
        return Stream.concat(init(spec).stream(), app(spec).stream());
    }

    /** Those that serve: the native sidecars among the first, and all of the application. */
    public static Stream<Container> serving(PodSpec spec) {
        return Stream.concat(
                app(spec).stream(),
                init(spec).stream().filter(container -> "Always".equals(container.getRestartPolicy())));
    }

    public static List<Container> init(PodSpec spec) {
        return list(spec.getInitContainers());
    }

    public static List<Container> app(PodSpec spec) {
        return list(spec.getContainers());
    }

    public static List<ContainerPort> ports(Container container) {
        return list(container.getPorts());
    }

    public static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
