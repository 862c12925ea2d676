package dev.faultline;

import dev.faultline.net.guard.Allowance;

/**
 * What an administrator says of checks.
 *
 * @param allowance what they may reach beyond what they may anyway
 */
record ProbesSettings(Allowance allowance) {
    static ProbesSettings read(FaultlineConfig config, Faults faults) {
        return new ProbesSettings(faults.allowance("FAULTLINE_PROBES_ALLOW", config.probesAllow()));
    }
}
