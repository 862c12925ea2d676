package dev.faultline.xds;

/**
 * Which sidecar it is: the pod it runs in.
 *
 * @param uid the pod's, so that a pod that has taken over a name is another proxy
 */
public record Proxy(String namespace, String pod, String uid) {
    /** What its Envoy calls itself. */
    String node() {
        return namespace + "/" + pod;
    }
}
