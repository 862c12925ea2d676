package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.xds.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** TLS that a real sidecar speaks for an application that speaks HTTP; the server's certificate is for localhost. */
class EnvoyTlsIT extends SidecarAndPeer {
    private SidecarCase calling(String host) {
        return TestWorld.of(policy("name: pay, external: {host: " + host + ", port: " + peer.port()
                + ", tls: Originate, caConfigMapRef: {name: pay-ca}}, protocol: HTTP, listenPort: 8443"));
    }

    private TestApp.Reply call() throws IOException {
        return TestApp.call(sidecar.at("pay.faultline:8443"));
    }

    @Test
    void aServerThatProvesItsNameIsCalled() throws IOException {
        peer = answering(sidecar.authority());
        sidecar.give(calling("localhost"));

        var reply = call();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("paid");
        assertThat(peer.heads().getFirst())
                .contains("\r\nHost: localhost:" + peer.port() + "\r\n")
                .doesNotContain("x-forwarded-proto");
    }

    @Test
    void aServerWithAnotherNameIsNot() throws IOException {
        peer = answering(sidecar.authority());
        sidecar.give(calling("pay.example.com"));

        var reply = call();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(peer.heads()).isEmpty();
    }

    @Test
    void aServerOfAnotherAuthorityIsNot() throws IOException {
        peer = answering(new TestAuthority());
        sidecar.give(calling("localhost"));

        var reply = call();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(peer.heads()).isEmpty();
    }

    private static TestPeer answering(TestAuthority authority) throws IOException {
        return new TestPeer(
                (self, socket, input) -> {
                    while (!self.head(input).isEmpty()) {
                        TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npaid");
                    }
                },
                listening(authority));
    }

    private static ServerSocket listening(TestAuthority authority) throws IOException {
        try {
            var issued = authority.issue();
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", issued.key(), new char[0], issued.chain().toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
