package dev.faultline.xds;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the token out of the headers of a call. */
final class BearerToken implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "bearer ";
    private static final Context.Key<String> TOKEN = Context.key("bearer-token");

    static Optional<String> shown() {
        return Optional.ofNullable(TOKEN.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var token = token(headers.get(AUTHORIZATION));
        return token.map(
                        shown -> Contexts.interceptCall(Context.current().withValue(TOKEN, shown), call, headers, next))
                .orElseGet(() -> next.startCall(call, headers));
    }

    private static Optional<String> token(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(value -> !value.isEmpty());
    }
}
