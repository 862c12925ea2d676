package dev.faultline.injection.sidecar;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodSpec;

/**
 * The sidecar's own /etc/hosts. It has the pod's own aliases but none of the capture's, by which it would find itself in
 * the place of an external host.
 */
final class OwnHosts {
    private static final String LOCALHOST = """
            127.0.0.1 localhost
            ::1 localhost ip6-localhost ip6-loopback
            """;

    private OwnHosts() {}

    static String of(PodSpec pod) {
        var text = new StringBuilder(LOCALHOST);
        for (HostAlias alias : Containers.list(pod.getHostAliases())) {
            text.append(alias.getIp());
            Containers.list(alias.getHostnames())
                    .forEach(name -> text.append(' ').append(name));
            text.append('\n');
        }
        return text.toString();
    }
}
