package dev.faultline.cluster.certificates;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one Secret holds, in the shape of cert-manager's, and with the key of the authority when it is our own.
 *
 * @param authorities who is to be trusted, the one that signs first; never empty
 * @param signingKey of the first of them; empty when the authority is somebody else's
 */
public record Keyring(List<X509Certificate> authorities, Optional<PrivateKey> signingKey, Leaf leaf) {
    static final String AUTHORITIES = "ca.crt";
    static final String SIGNING_KEY = "ca.key";
    static final String CHAIN = "tls.crt";
    static final String KEY = "tls.key";

    public Keyring {
        authorities = List.copyOf(authorities);
    }

    /** What reading a Secret gives. */
    sealed interface Reading {
        record Usable(Keyring keyring) implements Reading {}

        /** @param problem names the entry, and says nothing of what it holds */
        record Damaged(String problem) implements Reading {}
    }

    public String authoritiesAsPem() {
        return Pem.of(authorities);
    }

    Optional<Authority> signer() {
        return signingKey.map(key -> new Authority(authorities.getFirst(), key));
    }

    static Reading read(Secret secret) {
        try {
            var found = new Entries(secret.getData() == null ? Map.of() : secret.getData());
            var keyring = new Keyring(
                    found.certificates(AUTHORITIES),
                    found.has(SIGNING_KEY) ? Optional.of(found.key(SIGNING_KEY)) : Optional.empty(),
                    new Leaf(found.certificates(CHAIN), found.key(KEY)));
            return keyring.leaf().isPair()
                    ? new Reading.Usable(keyring)
                    : new Reading.Damaged(KEY + " is not the key of " + CHAIN);
        } catch (Pem.Unreadable e) {
            return new Reading.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /** As a Secret has it. */
    Map<String, String> data() {
        var data = new TreeMap<String, String>();
        data.put(AUTHORITIES, encoded(authoritiesAsPem()));
        signingKey.ifPresent(key -> data.put(SIGNING_KEY, encoded(Pem.of(key))));
        data.put(CHAIN, encoded(leaf.chainAsPem()));
        data.put(KEY, encoded(leaf.keyAsPem()));
        return data;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private record Entries(Map<String, String> data) {
        boolean has(String name) {
            return data.containsKey(name);
        }

        List<X509Certificate> certificates(String name) throws Pem.Unreadable {
            try {
                return Pem.certificates(text(name));
            } catch (Pem.Unreadable e) {
                throw new Pem.Unreadable(name + " " + e.getMessage());
            }
        }

        PrivateKey key(String name) throws Pem.Unreadable {
            try {
                return Pem.key(text(name));
            } catch (Pem.Unreadable e) {
                throw new Pem.Unreadable(name + " " + e.getMessage());
            }
        }

        private String text(String name) throws Pem.Unreadable {
            try {
                return new String(
                        Base64.getMimeDecoder().decode(data.getOrDefault(name, "")), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw new Pem.Unreadable("is not base64");
            }
        }
    }
}
