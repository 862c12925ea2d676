package dev.faultline.xds;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The token that a caller shows in the headers of a call. As an interceptor it keeps it for whoever serves the call. */
public final class BearerToken implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";
    private static final Context.Key<AtomicReference<@Nullable String>> TOKEN = Context.key("bearer-token");

    /** Shows a token of one's own. */
    public static void put(Metadata headers, String token) {
        headers.put(AUTHORIZATION, SCHEME + token);
    }

    /** Once for each call: its context lives as long as the stream, and is not to keep what is not needed any more. */
    static Optional<String> shown() {
        return Optional.ofNullable(TOKEN.get()).map(token -> token.getAndSet(null));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return in(headers)
                .map(shown -> Contexts.interceptCall(
                        Context.current().withValue(TOKEN, new AtomicReference<>(shown)), call, headers, next))
                .orElseGet(() -> next.startCall(call, headers));
    }

    /** Empty where there is none. Upper and lower case of the scheme are the same. Source: RFC 9110, 11.1. */
    public static Optional<String> in(Metadata headers) {
        return Optional.ofNullable(headers.get(AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(value -> !value.isEmpty());
    }
}
