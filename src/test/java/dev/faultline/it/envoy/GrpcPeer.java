package dev.faultline.it.envoy;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gRPC server on 127.0.0.1 that answers every call alike, and counts them. */
public final class GrpcPeer implements AutoCloseable {
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> timeouts = new CopyOnWriteArrayList<>();
    private final Set<String> headers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Consumer<StreamObserver<byte[]>> answer;
    private final Server server;
    private volatile @Nullable Metadata last;

    /** Never answers. */
    public GrpcPeer() {
        answer = _ -> {};
        server = started();
    }

    public GrpcPeer(Status status) {
        answer = caller -> answer(status, caller);
        server = started();
    }

    private GrpcPeer(Duration before) {
        answer = caller -> giveUp(before, caller);
        server = started();
    }

    /** Never answers: it resets the stream when so much is left of the time that it was told. */
    public static GrpcPeer givingUp(Duration before) {
        return new GrpcPeer(before);
    }

    private Server started() {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .fallbackHandlerRegistry(new EveryMethod())
                    .addStreamTracerFactory(new Listening())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a call ends. @param method such as {@code shop.Inventory/Get} */
    public static Status.Code call(Channel channel, String method) {
        return call(channel, method, CallOptions.DEFAULT);
    }

    /** @param deadline the caller's own */
    public static Status.Code call(Channel channel, String method, Duration deadline) {
        return call(channel, method, CallOptions.DEFAULT.withDeadlineAfter(deadline));
    }

    private static Status.Code call(Channel channel, String method, CallOptions options) {
        try {
            ClientCalls.blockingUnaryCall(channel, descriptor(method), options, new byte[] {1});
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /** A header of the last call. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(last)
                .map(heads -> heads.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    public int calls() {
        return calls.get();
    }

    /** The grpc-timeout of each call that had one. */
    public List<String> timeouts() {
        return timeouts;
    }

    /** The names of all that calls had. */
    public Set<String> headers() {
        return headers;
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        clock.shutdownNow();
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private void count(Metadata heard) {
        calls.incrementAndGet();
        headers.addAll(heard.keys());
        var told = heard.get(TIMEOUT);
        if (told != null) {
            timeouts.add(told);
        }
    }

    private static void answer(Status status, StreamObserver<byte[]> caller) {
        if (status.isOk()) {
            caller.onNext(new byte[] {2});
            caller.onCompleted();
        } else {
            caller.onError(status.asRuntimeException());
        }
    }

    /** The server resets a stream that ends well without the one answer that it must have. */
    private void giveUp(Duration before, StreamObserver<byte[]> caller) {
        var told = Objects.requireNonNull(Context.current().getDeadline());
        clock.schedule(caller::onCompleted, told.timeRemaining(NANOSECONDS) - before.toNanos(), NANOSECONDS);
    }

    /** Hears the headers as they come: who handles a call is not shown its timeout. */
    private final class Listening extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            last = headers;
            return new ServerStreamTracer() {};
        }
    }

    private final class EveryMethod extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
            var handler = ServerCalls.<byte[], byte[]>asyncUnaryCall((_, caller) -> answer.accept(caller));
            return ServerMethodDefinition.create(descriptor(method), (call, headers) -> {
                count(headers);
                return handler.startCall(call, headers);
            });
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
