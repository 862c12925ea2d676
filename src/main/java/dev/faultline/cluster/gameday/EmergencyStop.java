package dev.faultline.cluster.gameday;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lever that stops all game days: a ConfigMap that is there. It is asked for and never cached, and any answer but
 * that it is not there is a stop.
 */
public final class EmergencyStop {
    /** The name of the ConfigMap, in the operator's namespace for all, in another for that one. */
    public static final String NAME = "faultline-stop";

    private final FaultAccount account;
    private final String own;

    /** @param own the operator's namespace */
    public EmergencyStop(FaultAccount account, String own) {
        this.account = account;
        this.own = own;
    }

    /** Why nothing may be injected in the namespace; empty where it may. */
    public Optional<String> of(String namespace) {
        return Stream.of(own, namespace)
                .distinct()
                .flatMap(each -> in(each).stream())
                .findFirst();
    }

    private Optional<String> in(String namespace) {
        try {
            var lever = account.client()
                    .configMaps()
                    .inNamespace(namespace)
                    .withName(NAME)
                    .get();
            return lever == null
                    ? Optional.empty()
                    : Optional.of("ConfigMap " + NAME + " is there in namespace " + namespace
                            + ": delete it to allow game days again");
        } catch (KubernetesClientException e) {
            return Optional.of("whether ConfigMap " + NAME + " is there in namespace " + namespace + " cannot be read ("
                    + Refusal.words(e) + "), which counts as a stop");
        }
    }
}
