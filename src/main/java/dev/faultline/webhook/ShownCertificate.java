package dev.faultline.webhook;

import dev.faultline.cluster.certificates.Leaf;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers every handshake with the certificate of that moment. Vert.x can exchange its options too, but ends the
 * handshakes that come meanwhile (seen with 4.5.27), and each of those is a pod without sidecar.
 */
final class ShownCertificate extends X509ExtendedKeyManager {
    private volatile Shown shown;

    /** @param before what a handshake may have chosen that has begun just before the exchange */
    private record Shown(long number, Leaf leaf, Optional<Leaf> before) {}

    ShownCertificate(Leaf first) {
        shown = new Shown(0, first, Optional.empty());
    }

    /** Only one thread at a time may say so. */
    void show(Leaf next) {
        shown = new Shown(shown.number() + 1, next, Optional.of(shown.leaf()));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        var now = shown;
        return now.leaf().key().getAlgorithm().equals(keyType) ? Long.toString(now.number()) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return chosen(alias)
                .map(leaf -> leaf.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return chosen(alias).map(Leaf::key).orElse(null);
    }

    private Optional<Leaf> chosen(String alias) {
        var now = shown;
        if (alias.equals(Long.toString(now.number()))) {
            return Optional.of(now.leaf());
        }
        return alias.equals(Long.toString(now.number() - 1)) ? now.before() : Optional.empty();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {Long.toString(shown.number())};
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
