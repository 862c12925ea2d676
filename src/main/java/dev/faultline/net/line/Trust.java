package dev.faultline.net.line;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which authorities' certificates are good. */
public final class Trust {
    private final TrustManager manager;

    private Trust(TrustManager manager) {
        this.manager = manager;
    }

    /** The authorities of the system. */
    public static Trust ofSystem() {
        return System.TRUST;
    }

    /** Loaded when it is wanted, for it is large. */
    private static final class System {
        private static final Trust TRUST = new Trust(manager(null));
    }

    /** Empty where the text holds no certificate, or something else beside. */
    public static Optional<Trust> of(String pem) {
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (certificates.isEmpty()) {
                return Optional.empty();
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            return Optional.of(new Trust(manager(store)));
        } catch (CertificateException e) {
            return Optional.empty();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TrustManager manager() {
        return manager;
    }

    /** One that remembers no session, so that every handshake looks at the certificate. */
    SSLSocketFactory freshFactory() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManager manager(@Nullable KeyStore store) {
        try {
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
