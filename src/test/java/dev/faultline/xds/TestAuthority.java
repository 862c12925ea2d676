package dev.faultline.xds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates: for localhost and ::1 where no other name is said. */
public final class TestAuthority {
    private static final Duration LIFE = Duration.ofHours(1);

    private final KeyPair key = keys();
    private final X509Certificate certificate;

    /** @param chain the server's own only */
    public record Issued(List<X509Certificate> chain, PrivateKey key) {
        public BigInteger serial() {
            return chain.getFirst().getSerialNumber();
        }
    }

    public TestAuthority() {
        certificate = sign(new Subject("test authority", true, Instant.now().plus(LIFE)), key, key.getPrivate());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public Issued issue() {
        return issueFor("localhost");
    }

    public Issued issueFor(String name) {
        return issue(new Subject(name, false, Instant.now().plus(LIFE)));
    }

    /** One whose time is over. */
    public Issued issueExpired(String name) {
        return issue(new Subject(name, false, Instant.now().minusSeconds(1)));
    }

    private Issued issue(Subject subject) {
        var own = keys();
        return new Issued(List.of(sign(subject, own, key.getPrivate())), own.getPrivate());
    }

    private record Subject(String name, boolean authority, Instant end) {}

    /** The certificate of the authority. */
    public String pem() {
        try {
            var base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path write(Path file) {
        try {
            return Files.writeString(file, pem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(Subject subject, KeyPair own, PrivateKey issuer) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=test authority"),
                    BigInteger.valueOf(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)),
                    Date.from(Instant.now().minus(LIFE)),
                    Date.from(subject.end()),
                    new X500Name("CN=" + subject.name()),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.authority()));
            if (!subject.authority()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, subject.name()), new GeneralName(GeneralName.iPAddress, "::1")
                }));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
