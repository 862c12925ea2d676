package dev.faultline.xds;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whose tokens were found good within the last minute; of a token only its digest is kept. Thread-safe. */
final class Acquaintances {
    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    /** A restart brings all proxies at once; who is forgotten is judged again. */
    private static final int MOST = 4_096;

    private final Map<ByteBuffer, Seen> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Seen> eldest) {
            return size() > MOST || eldest.getValue().isOver(System.nanoTime());
        }
    };

    private record Seen(Proxy proxy, long nanoTime) {
        boolean isOver(long now) {
            return now - nanoTime > KEPT;
        }
    }

    synchronized void put(String token, Proxy proxy) {
        var key = digest(token);
        known.remove(key);
        known.put(key, new Seen(proxy, System.nanoTime()));
    }

    synchronized Optional<Proxy> get(String token) {
        return Optional.ofNullable(known.get(digest(token)))
                .filter(seen -> !seen.isOver(System.nanoTime()))
                .map(Seen::proxy);
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
