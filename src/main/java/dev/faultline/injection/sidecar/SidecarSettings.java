package dev.faultline.injection.sidecar;

import dev.faultline.envoy.Addressing;

/**
 * What the operator's settings say about every sidecar.
 *
 * @param image of a stock Envoy
 * @param pullPolicy Always, IfNotPresent or Never
 * @param xds host and port of the operator, such as {@code faultline-xds.faultline-system.svc:18000}
 * @param addressing of the pods
 * @param clusterDomain such as {@code cluster.local}
 * @param unlimited what is asked for in a pod that may use more
 * @param limited what is asked for, and is the limit, where there must be one; more, since it cannot be exceeded
 */
public record SidecarSettings(
        String image,
        String pullPolicy,
        String xds,
        Addressing addressing,
        String clusterDomain,
        Amounts unlimited,
        Amounts limited) {
    public static final Amounts UNLIMITED = new Amounts("20m", "64Mi");
    public static final Amounts LIMITED = new Amounts("200m", "128Mi");

    /**
     * @param cpu a quantity of CPUs, such as {@code 20m}
     * @param memory a quantity of bytes, such as {@code 64Mi}
     */
    public record Amounts(String cpu, String memory) {}
}
