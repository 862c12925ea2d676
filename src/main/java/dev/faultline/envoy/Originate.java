package dev.faultline.envoy;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** TLS that the sidecar speaks to a host, which must prove its name. */
final class Originate {
    private static final String SOCKET = "envoy.transport_sockets.tls";

    private Originate() {}

    static TransportSocket socket(String host, Leg.Tls tls, Leg.Handling handling) {
        var trusted = CertificateValidationContext.newBuilder()
                .setTrustedCa(DataSource.newBuilder().setFilename(tls.caFile()))
                // A ConfigMap that is mounted changes by a change of its folder.
                .setWatchedDirectory(WatchedDirectory.newBuilder().setPath(folder(tls.caFile())))
                .addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                        .setSanType(SubjectAltNameMatcher.SanType.DNS)
                        .setMatcher(StringMatcher.newBuilder().setExact(host)));
        var common = CommonTlsContext.newBuilder()
                .setTlsParams(
                        TlsParameters.newBuilder().setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_2))
                .setValidationContext(trusted);
        if (handling instanceof Leg.Handling.Http http && http.version() != Leg.Version.HTTP1) {
            common.addAlpnProtocols("h2");
        }
        return TransportSocket.newBuilder()
                .setName(SOCKET)
                .setTypedConfig(HttpManager.packed(UpstreamTlsContext.newBuilder()
                        .setSni(host)
                        .setCommonTlsContext(common)
                        .build()))
                .build();
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }
}
