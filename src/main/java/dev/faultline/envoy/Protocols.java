package dev.faultline.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;

/** What is spoken to either side. */
final class Protocols {
    /** The key of a cluster's options. */
    static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private Protocols() {}

    /** Header names stay as they are written: some servers tell upper from lower case. */
    static Http1ProtocolOptions http1() {
        return Http1ProtocolOptions.newBuilder()
                .setAcceptHttp10(true)
                .setHeaderKeyFormat(HeaderKeyFormat.newBuilder()
                        .setStatefulFormatter(TypedExtensionConfig.newBuilder()
                                .setName("preserve_case")
                                .setTypedConfig(HttpManager.packed(PreserveCaseFormatterConfig.getDefaultInstance()))))
                .build();
    }

    /**
     * For calls that are still on their way when their listener becomes plain pass-through: HTTP/1.1 to a server of
     * gRPC would fail them.
     */
    static Any asCalled() {
        return HttpManager.packed(HttpProtocolOptions.newBuilder()
                .setUseDownstreamProtocolConfig(UseDownstreamHttpConfig.newBuilder()
                        .setHttpProtocolOptions(http1())
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .build());
    }

    static Any upstream(Leg.Version version) {
        var explicit = switch (version) {
            case HTTP1 -> ExplicitHttpConfig.newBuilder().setHttpProtocolOptions(http1());
            case HTTP2, GRPC ->
                ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
        };
        return HttpManager.packed(
                HttpProtocolOptions.newBuilder().setExplicitHttpConfig(explicit).build());
    }
}
