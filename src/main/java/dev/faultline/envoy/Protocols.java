package dev.faultline.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import java.util.List;

/** What is spoken to either side. */
public final class Protocols {
    /** The key of a cluster's options. */
    public static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private Protocols() {}

    /** Header names stay as they are written: some servers tell upper from lower case. */
    public static Http1ProtocolOptions http1() {
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
    public static Any asCalled() {
        return HttpManager.packed(HttpProtocolOptions.newBuilder()
                .setUseDownstreamProtocolConfig(UseDownstreamHttpConfig.newBuilder()
                        .setHttpProtocolOptions(http1())
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .build());
    }

    /** @param filters of calls that have found their server, the last of which sends them; none for that alone */
    static Any upstream(Leg.Version version, List<HttpFilter> filters) {
        return HttpManager.packed(HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(explicit(version, Http2ProtocolOptions.getDefaultInstance()))
                .addAllHttpFilters(filters)
                .setUnknownFields(Failure.counted())
                .build());
    }

    /** @param http2 what is said to servers of HTTP/2 */
    public static ExplicitHttpConfig explicit(Leg.Version version, Http2ProtocolOptions http2) {
        var explicit = ExplicitHttpConfig.newBuilder();
        switch (version) {
            case HTTP1 -> explicit.setHttpProtocolOptions(http1());
            case HTTP2, GRPC -> explicit.setHttp2ProtocolOptions(http2);
        }
        return explicit.build();
    }
}
