package dev.faultline.xds.delta;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was refused, by whom. It outlives a stream, since a proxy would refuse the same again on each. Held back is only
 * what the proxy itself has refused: a port may be taken in one pod only, and no pod can keep anything from another one.
 * For all others it is a suspect, which is sent by itself. Thread-safe.
 */
public final class Rejections {
    private static final int MOST_PROXIES = 16_384;
    private static final int MOST_OF_A_PROXY = 1_024;
    private static final int MOST_SUSPECTS = 8_192;

    private final Map<String, Map<Edition, String>> byProxy = new LinkedHashMap<>();
    private final Set<Edition> suspects = ConcurrentHashMap.newKeySet();

    /** @param uid the pod's */
    synchronized Map<Edition, String> of(String uid) {
        var found = byProxy.remove(uid);
        var own = found == null ? new ConcurrentHashMap<Edition, String>() : found;
        byProxy.put(uid, own);
        if (byProxy.size() > MOST_PROXIES) {
            byProxy.remove(byProxy.keySet().iterator().next());
        }
        return own;
    }

    void add(Map<Edition, String> own, Edition edition, String message) {
        if (own.size() >= MOST_OF_A_PROXY) {
            own.clear();
        }
        own.put(edition, message);
        if (suspects.size() >= MOST_SUSPECTS) {
            suspects.clear();
        }
        suspects.add(edition);
    }

    boolean isSuspect(Edition edition) {
        return suspects.contains(edition);
    }

    /** The pod is gone. */
    public synchronized void forget(String uid) {
        byProxy.remove(uid);
    }
}
