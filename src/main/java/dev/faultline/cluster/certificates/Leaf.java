package dev.faultline.cluster.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a server shows and proves itself by.
 *
 * @param chain the server's own certificate first; never empty
 */
public record Leaf(List<X509Certificate> chain, PrivateKey key) {
    static final Duration LIFE = Duration.ofDays(90);

    private static final byte[] TRIAL = {1, 2, 3};

    public Leaf {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public String chainAsPem() {
        return Pem.of(chain);
    }

    public String keyAsPem() {
        return Pem.of(key);
    }

    /** When two thirds of its life have passed. */
    Instant due() {
        return dueOf(certificate());
    }

    static Instant dueOf(X509Certificate certificate) {
        var start = certificate.getNotBefore().toInstant();
        var life = Duration.between(start, certificate.getNotAfter().toInstant());
        return start.plus(life.multipliedBy(2).dividedBy(3));
    }

    boolean isSignedBy(X509Certificate authority) {
        try {
            certificate().verify(authority.getPublicKey());
            return certificate().getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the key is the certificate's. */
    boolean isPair() {
        return isPair(certificate(), key);
    }

    static boolean isPair(X509Certificate certificate, PrivateKey key) {
        try {
            var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(TRIAL);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(TRIAL);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
