package dev.faultline;

import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.certificates.ServerNames;
import dev.faultline.envoy.Addressing;
import dev.faultline.injection.sidecar.SidecarSettings;
import dev.faultline.injection.sidecar.SidecarSettings.Amounts;
import dev.faultline.policy.trouble.Blame;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of all that sidecars need of the operator.
 *
 * @param webhookUrl where the API server reaches an operator outside the cluster; empty for one within
 * @param certManager whether cert-manager makes the webhook's certificate
 * @param bypass whether every sidecar is to be plain pass-through
 */
record SidecarsSettings(
        SidecarSettings injected,
        int xdsPort,
        int webhookPort,
        Optional<URI> webhookUrl,
        boolean certManager,
        boolean automaticRollout,
        boolean bypass) {
    static final String XDS_SERVICE = "faultline-xds";
    static final String WEBHOOK_SERVICE = "faultline-webhook";

    /** By which this replica shows the others who it is. */
    static final Path OWN_TOKEN = Path.of("/var/run/secrets/faultline/token");

    private static final int XDS_PORT = 18_000;
    private static final String CERT_MANAGER = "cert-manager";
    private static final String OWN = "own";

    static SidecarsSettings read(FaultlineConfig config, Faults faults, String namespace) {
        return new SidecarsSettings(
                injected(config, faults, namespace),
                faults.port("FAULTLINE_XDS_PORT", config.xdsPort()),
                faults.port("FAULTLINE_WEBHOOK_PORT", config.webhookPort()),
                faults.url("FAULTLINE_WEBHOOK_URL", config.webhookUrl()),
                CERT_MANAGER.equals(faults.oneOf(
                        "FAULTLINE_WEBHOOK_CERTIFICATE", config.webhookCertificate(), List.of(OWN, CERT_MANAGER))),
                faults.yesOrNo("FAULTLINE_AUTOMATIC_ROLLOUT", config.automaticRollout()),
                faults.yesOrNo("FAULTLINE_BYPASS", config.bypass()));
    }

    private static SidecarSettings injected(FaultlineConfig config, Faults faults, String namespace) {
        return new SidecarSettings(
                faults.text("FAULTLINE_SIDECAR_IMAGE", config.sidecarImage(), "the image of a stock Envoy"),
                faults.oneOf(
                        "FAULTLINE_SIDECAR_PULL_POLICY",
                        config.sidecarPullPolicy(),
                        List.of("Always", "IfNotPresent", "Never")),
                faults.place(
                        "FAULTLINE_XDS_ADDRESS",
                        config.xdsAddress().orElse(XDS_SERVICE + "." + namespace + ".svc:" + XDS_PORT)),
                Addressing.of(faults.addresses("FAULTLINE_POD_IPS", config.podIps())),
                faults.text("FAULTLINE_CLUSTER_DOMAIN", config.clusterDomain(), "the cluster's domain"),
                new Amounts(
                        faults.quantity("FAULTLINE_SIDECAR_CPU", config.sidecarCpu()),
                        faults.quantity("FAULTLINE_SIDECAR_MEMORY", config.sidecarMemory())),
                new Amounts(
                        faults.quantity("FAULTLINE_SIDECAR_GUARANTEED_CPU", config.sidecarGuaranteedCpu()),
                        faults.quantity("FAULTLINE_SIDECAR_GUARANTEED_MEMORY", config.sidecarGuaranteedMemory())));
    }

    /** What the certificates of webhook and xDS are to be good for. */
    Certificates.Terms certificates(String namespace) {
        return new Certificates.Terms(
                namespace,
                ServerNames.ofService(
                        WEBHOOK_SERVICE + "." + namespace,
                        injected.clusterDomain(),
                        webhookUrl.map(URI::getHost).map(SidecarsSettings::bare).stream()
                                .toList()),
                ServerNames.ofService(XDS_SERVICE + "." + namespace, injected.clusterDomain(), List.of(xdsHost())),
                certManager);
    }

    /** By what a pod is known that could not be created because of its sidecar. */
    Blame blame() {
        return new Blame(
                injected.image(),
                most(injected.unlimited().cpu(), injected.limited().cpu()),
                most(injected.unlimited().memory(), injected.limited().memory()));
    }

    private static BigDecimal most(String one, String other) {
        return Quantity.parse(one)
                .getNumericalAmount()
                .max(Quantity.parse(other).getNumericalAmount());
    }

    /** The host that sidecars know the operator by. */
    String xdsHost() {
        return bare(injected.xds().substring(0, injected.xds().lastIndexOf(':')));
    }

    /** Without the brackets that set an IPv6 address apart from its port: certificates have none. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
