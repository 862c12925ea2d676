package dev.faultline.envoy.inbound;

import com.google.protobuf.Any;
import dev.faultline.envoy.CallLog;
import dev.faultline.envoy.HttpManager;
import dev.faultline.envoy.LogLine;
import io.envoyproxy.envoy.extensions.filters.http.header_to_metadata.v3.Config;
import io.envoyproxy.envoy.extensions.filters.http.header_to_metadata.v3.Config.KeyValuePair;
import io.envoyproxy.envoy.extensions.filters.http.header_to_metadata.v3.Config.Rule;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;

/**
 * What of a request is noted for its line in the access log: which header the key stands in is the policy's to say, and
 * the line, which stands in the listener, must not change with it. Source: Envoy header_to_metadata filter.
 */
final class Notes {
    static final String FILTER = "envoy.filters.http.header_to_metadata";

    private static final String TRACE_PARENT = "traceparent";

    /** Source: W3C Trace Context §3.2. */
    private static final String TRACE_ID = "[0-9a-f]{2}-([0-9a-f]{32})-.*";

    private Notes() {}

    static HttpFilter filter() {
        return HttpManager.filter(FILTER, Config.getDefaultInstance());
    }

    /** @param keyHeader of the idempotency key */
    static Any of(String keyHeader) {
        return HttpManager.packed(Config.newBuilder()
                .addRequestRules(
                        Rule.newBuilder().setHeader(keyHeader).setOnHeaderPresent(note(LogLine.IDEMPOTENCY_KEY)))
                .addRequestRules(Rule.newBuilder()
                        .setHeader(TRACE_PARENT)
                        .setOnHeaderPresent(note(LogLine.TRACE_ID)
                                .setRegexValueRewrite(RegexMatchAndSubstitute.newBuilder()
                                        .setPattern(RegexMatcher.newBuilder().setRegex(TRACE_ID))
                                        .setSubstitution("\\1"))))
                .build());
    }

    private static KeyValuePair.Builder note(String key) {
        return KeyValuePair.newBuilder().setMetadataNamespace(CallLog.NAMESPACE).setKey(key);
    }
}
