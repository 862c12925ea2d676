package dev.faultline.cluster.injector;

import dev.faultline.injection.sidecar.Sidecar;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/** The ConfigMap by which a pod's sidecar knows whom to trust, one in each namespace. */
public final class AuthorityMap {
    public static final String NAME = Sidecar.AUTHORITY;
    public static final String KEY = "ca.crt";

    private AuthorityMap() {}

    static ConfigMap of(String namespace, String authorities) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .withLabels(Ownership.labels())
                .endMetadata()
                .withData(Map.of(KEY, authorities))
                .build();
    }

    /** Whether it is not somebody else's of the same name. */
    public static boolean isOurs(ConfigMap found) {
        return Ownership.isOurs(found);
    }

    /** Other entries may stand beside ours; nobody reads them. */
    static boolean isCurrent(ConfigMap found, ConfigMap wanted) {
        return Ownership.hasLabels(found)
                && found.getData() != null
                && found.getData().entrySet().containsAll(wanted.getData().entrySet());
    }

    /** The uid keeps the apply off a namesake made meanwhile. */
    static ConfigMap repaired(ConfigMap found, ConfigMap wanted) {
        return new ConfigMapBuilder(wanted)
                .editMetadata()
                .withUid(found.getMetadata().getUid())
                .endMetadata()
                .build();
    }
}
