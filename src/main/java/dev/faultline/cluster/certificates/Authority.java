package dev.faultline.cluster.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of our own: who trusts its certificate trusts what its key has signed. */
public record Authority(X509Certificate certificate, PrivateKey key) {
    /** Pods that run hold its certificate for as long as they live, so it is meant to outlive them all. */
    static final Duration LIFE = Duration.ofDays(3650);

    /** Clocks of nodes differ; nobody should find a new certificate not yet valid. */
    static final Duration BACKDATED = Duration.ofHours(1);

    private static final String ORGANIZATION = "O=Faultline, CN=";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Positive, and within 20 octets. Source: RFC 5280, 4.1.2.2. */
    private static final int SERIAL_BITS = 127;

    /** The longest common name. Source: RFC 5280, ub-common-name. */
    private static final int LONGEST_NAME = 64;

    /** @param name what it is for, as people read it in the certificate */
    public static Authority make(String name, Instant now) {
        var pair = keys();
        var subject = principal(name);
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    subject, serial(), start(now), Date.from(now.plus(LIFE)), subject, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions().createSubjectKeyIdentifier(pair.getPublic()));
            return new Authority(signed(builder, pair.getPrivate()), pair.getPrivate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate for a server, with a key of its own. */
    public Leaf issue(ServerNames names, Instant now) {
        var pair = keys();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    certificate.getSubjectX500Principal(),
                    serial(),
                    start(now),
                    Date.from(now.plus(Leaf.LIFE)),
                    principal(names.sorted().getFirst()),
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, names.asExtension())
                    // Two authorities of one name are told apart by it.
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return new Leaf(List.of(signed(builder, key)), pair.getPrivate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the key belongs to the certificate, and the certificate may sign. */
    boolean isSound() {
        return certificate.getBasicConstraints() >= 0 && Leaf.isPair(certificate, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no EC P-256", e);
        }
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1 for key identifiers", e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
    }

    private static Date start(Instant now) {
        return Date.from(now.minus(BACKDATED));
    }

    private static X500Principal principal(String name) {
        return new X500Principal(ORGANIZATION + name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }
}
