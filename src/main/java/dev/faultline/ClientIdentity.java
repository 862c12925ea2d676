package dev.faultline;

import dev.faultline.cluster.Applier;
import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;

/** Names the operator in the API server's audit log and in managedFields. */
@Singleton
class ClientIdentity implements KubernetesConfigCustomizer {
    @Override
    public void customize(Config config) {
        config.setUserAgent(userAgent());
    }

    static String userAgent() {
        return Applier.FIELD_MANAGER + "/" + version();
    }

    private static String version() {
        var version = ClientIdentity.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
