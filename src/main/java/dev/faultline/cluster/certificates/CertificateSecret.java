package dev.faultline.cluster.certificates;

import dev.faultline.policy.budget.BudgetResource;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jboss.logging.Logger;

/** Writes the Secret of one certificate, and never over a version that it has not seen. */
public final class CertificateSecret {
    private static final Logger LOG = Logger.getLogger(CertificateSecret.class);
    private static final String NAME = "app.kubernetes.io/name";
    private static final String TYPE = "kubernetes.io/tls";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    CertificateSecret(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException with 409 when another replica was faster */
    void create(Renewal.Decision.Replace wanted) {
        client.resource(labelled(new SecretBuilder())
                        .withType(TYPE)
                        .withData(wanted.keyring().data())
                        .build())
                .create();
        written(wanted);
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException with 409 when it has changed meanwhile */
    void replace(Secret found, Renewal.Decision.Replace wanted) {
        client.resource(labelled(new SecretBuilder(found))
                        .withData(wanted.keyring().data())
                        .build())
                .lockResourceVersion(found.getMetadata().getResourceVersion())
                .update();
        written(wanted);
    }

    private SecretBuilder labelled(SecretBuilder secret) {
        return secret.editOrNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels(NAME, BudgetResource.FAULTLINE)
                .addToLabels(BudgetResource.MANAGED_BY, BudgetResource.FAULTLINE)
                .endMetadata();
    }

    private void written(Renewal.Decision.Replace wanted) {
        try (var _ = LogScope.of(LogKeys.OBJECT, namespace + "/" + name).and(LogKeys.WHY, wanted.why())) {
            LOG.info("Certificate made");
        }
    }
}
