package dev.faultline;

import dev.faultline.net.guard.Allowance;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator says of checks.
 *
 * @param allowance what they may reach beyond what they may anyway
 * @param credentialsNamespaces whose labelled Secrets and ConfigMaps are read for them
 * @param gates whether they may take pods out of service where a probe asks for it
 * @param prometheus who is asked for values; empty where nobody is
 */
record ProbesSettings(Allowance allowance, Set<String> credentialsNamespaces, boolean gates, Optional<URI> prometheus) {
    static ProbesSettings read(FaultlineConfig config, Faults faults) {
        return new ProbesSettings(
                faults.allowance("FAULTLINE_PROBES_ALLOW", config.probesAllow()),
                faults.namespaces("FAULTLINE_PROBES_CREDENTIALS_NAMESPACES", config.probesCredentialsNamespaces()),
                faults.yesOrNo("FAULTLINE_GATES", config.gates()),
                faults.server("FAULTLINE_PROMETHEUS_URL", config.prometheusUrl()));
    }
}
