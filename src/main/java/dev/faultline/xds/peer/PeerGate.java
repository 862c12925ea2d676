package dev.faultline.xds.peer;

import dev.faultline.xds.BearerToken;
import dev.faultline.xds.Identities;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/** Lets in pods of the operator's own namespace alone. Waits for the answer, so it is called on a thread that may. */
public final class PeerGate implements ServerInterceptor {
    private final Identities identities;
    private final String namespace;

    /** @param namespace the operator's own */
    public PeerGate(Identities identities, String namespace) {
        this.identities = identities;
        this.namespace = namespace;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var refusal = BearerToken.in(headers).map(this::refusal).orElse(Optional.of(Status.UNAUTHENTICATED));
        if (refusal.isPresent()) {
            call.close(refusal.get(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    private Optional<Status> refusal(String token) {
        return switch (identities.identify(token)) {
            case Identities.Answer.Known(var proxy) ->
                proxy.namespace().equals(namespace) ? Optional.empty() : Optional.of(Status.PERMISSION_DENIED);
            case Identities.Answer.Refused _ -> Optional.of(Status.UNAUTHENTICATED);
            case Identities.Answer.Unavailable _ -> Optional.of(Status.UNAVAILABLE);
        };
    }
}
