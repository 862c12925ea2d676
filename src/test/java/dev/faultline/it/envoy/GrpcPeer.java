package dev.faultline.it.envoy;

import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gRPC server on 127.0.0.1 that answers every call alike, and counts them. */
public final class GrpcPeer implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final Optional<Status> answer;
    private final Server server;

    /** Never answers. */
    public GrpcPeer() {
        this(Optional.empty());
    }

    public GrpcPeer(Status answer) {
        this(Optional.of(answer));
    }

    private GrpcPeer(Optional<Status> answer) {
        this.answer = answer;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .fallbackHandlerRegistry(new EveryMethod())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a call ends. @param method such as {@code shop.Inventory/Get} */
    public static Status.Code call(ManagedChannel channel, String method) {
        try {
            ClientCalls.blockingUnaryCall(channel, descriptor(method), CallOptions.DEFAULT, new byte[] {1});
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    public int calls() {
        return calls.get();
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private void answer(StreamObserver<byte[]> caller) {
        calls.incrementAndGet();
        answer.ifPresent(status -> {
            if (status.isOk()) {
                caller.onNext(new byte[] {2});
                caller.onCompleted();
            } else {
                caller.onError(status.asRuntimeException());
            }
        });
    }

    private final class EveryMethod extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
            return ServerMethodDefinition.create(
                    descriptor(method), ServerCalls.asyncUnaryCall((request, caller) -> answer(caller)));
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
