package dev.faultline.envoy.inbound;

import dev.faultline.envoy.CallLog;
import dev.faultline.envoy.Failure;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import java.util.List;

/** What is said to those who are refused. Source: Envoy LocalReplyConfig; RFC 9110 §10.2.3. */
final class Refusals {
    private static final String RETRY_AFTER = "retry-after";

    /** Whoever is shed finds the pod, or another, free within moments; the header knows nothing shorter than this. */
    private static final long SHED_SECONDS = 1;

    private Refusals() {}

    /** Said by the sidecar alone: what the application answers is its own. */
    static LocalReplyConfig comeAgain() {
        return LocalReplyConfig.newBuilder()
                .addMappers(ResponseMapper.newBuilder()
                        .setFilter(CallLog.flags(List.of("UO")))
                        .addHeadersToAdd(retryAfter(SHED_SECONDS))
                        .addHeadersToAdd(header(Failure.SHED, "true")))
                .addMappers(ResponseMapper.newBuilder()
                        .setFilter(CallLog.expression("response.code_details == '" + Adaptive.DETAILS + "'"))
                        .addHeadersToAdd(retryAfter(SHED_SECONDS))
                        .addHeadersToAdd(header(Failure.SHED, "true")))
                .build();
    }

    static HeaderValueOption retryAfter(long seconds) {
        return header(RETRY_AFTER, String.valueOf(seconds));
    }

    static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
