package dev.faultline.xds;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.faultline.envoy.ResourceType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS and nothing else, with a certificate that can be exchanged. */
class XdsTlsTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewCertificateIsShownOnNewConnectionsAndEndsNoStream() throws GeneralSecurityException, IOException {
        var before = server.connect("web");
        before.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);

        var next = server.rotate();

        assertThat(shown(server.port(), "TLSv1.3")).isEqualTo(next);
        server.fleet().publish(TestServer.WEB, TestServer.config(cluster("a"), endpoints("a", 1)));
        assertThat(before.read().getResourcesList()).hasSize(1);
        assertThat(before.isOpen()).isTrue();
    }

    /** The certificate that a handshake shows. */
    private static Certificate shown(int port, String protocol) throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void plainTextIsNotAnswered() throws IOException {
        try (var socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            var answer = socket.getInputStream().readNBytes(64);

            // At most an alert of TLS, of content type 21, before the end.
            assertThat(answer.length == 0 || answer[0] == 21).isTrue();
        }
    }

    @Test
    void anOlderTlsIsNotSpoken() {
        assertThatThrownBy(() -> shown(server.port(), "TLSv1.2")).isInstanceOf(SSLException.class);
    }

    @Test
    void withoutACertificateNobodyConnects() throws IOException {
        try (var bare = server.bare()) {
            bare.start();
            assertThatThrownBy(() -> shown(bare.port(), "TLSv1.3")).isInstanceOf(SSLException.class);
        }
    }
}
