package dev.faultline.cluster.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates and keys as text. Keys are read in every form that cert-manager writes: PKCS #8, PKCS #1, SEC 1. */
final class Pem {
    private Pem() {}

    /** The text is not what it should be. The message never holds any of it: it may be a key. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String problem) {
            super(problem);
        }
    }

    static String of(List<X509Certificate> certificates) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            for (var certificate : certificates) {
                writer.writeObject(certificate);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** In PKCS #8, the one form that Java, Netty and OpenSSL all read. */
    static String of(PrivateKey key) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @throws Unreadable unless there is at least one, and nothing but certificates */
    static List<X509Certificate> certificates(String text) throws Unreadable {
        var converter = new JcaX509CertificateConverter();
        var found = new ArrayList<X509Certificate>();
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var each = parser.readObject(); each != null; each = parser.readObject()) {
                if (!(each instanceof X509CertificateHolder holder)) {
                    throw new Unreadable("holds something that is no certificate");
                }
                found.add(converter.getCertificate(holder));
            }
        } catch (IOException | CertificateException | RuntimeException e) {
            throw new Unreadable("is no certificate in PEM");
        }
        if (found.isEmpty()) {
            throw new Unreadable("holds no certificate");
        }
        return List.copyOf(found);
    }

    /** @throws Unreadable unless it begins with a private key */
    static PrivateKey key(String text) throws Unreadable {
        var converter = new JcaPEMKeyConverter();
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var each = parser.readObject(); each != null; each = parser.readObject()) {
                switch (each) {
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    default -> {
                        // OpenSSL writes the parameters of the curve before the key.
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new Unreadable("is no private key in PEM");
        }
        throw new Unreadable("holds no private key");
    }
}
