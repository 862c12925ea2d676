package dev.faultline.cluster.certificates;

import dev.faultline.cluster.cache.Filling;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

/** Both certificates that the operator serves with: the webhook's, and that of xDS. */
public final class Certificates implements AutoCloseable {
    public static final String WEBHOOK_SECRET = "faultline-webhook-tls";
    public static final String XDS_SECRET = "faultline-xds-tls";

    private final KeptCertificate webhook;
    private final KeptCertificate xds;

    /**
     * @param namespace the operator's
     * @param certManager whether cert-manager makes and renews the webhook's; that of xDS is always our own
     */
    public record Terms(String namespace, ServerNames webhook, ServerNames xds, boolean certManager) {}

    public Certificates(KubernetesClient client, Terms terms, Clock clock) {
        webhook = new KeptCertificate(
                client,
                new KeptCertificate.Terms(terms.namespace(), WEBHOOK_SECRET, terms.webhook(), terms.certManager()),
                clock);
        xds = new KeptCertificate(
                client, new KeptCertificate.Terms(terms.namespace(), XDS_SECRET, terms.xds(), false), clock);
    }

    public KeptCertificate webhook() {
        return webhook;
    }

    public KeptCertificate xds() {
        return xds;
    }

    /**
     * Waits until it is known what is there, on every replica.
     *
     * @throws java.util.concurrent.CompletionException when that takes longer than the patience
     */
    public void start(Duration patience) {
        Filling.await(Stream.of(webhook.start(), xds.start()), patience);
    }

    public void lead() {
        webhook.lead();
        xds.lead();
    }

    @Override
    public void close() {
        webhook.close();
        xds.close();
    }
}
