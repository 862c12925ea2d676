package dev.faultline.net;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Deadline;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.TlsTrouble;
import dev.faultline.net.line.Trust;
import dev.faultline.probe.Aim;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One call of the gRPC health service. Source: grpc.health.v1, health.proto. */
final class GrpcQuestion {
    private static final int LIMIT = 64 * 1024;
    private static final int FIRST_FIELD = 1;
    private static final int SERVING = 1;
    private static final int NOT_SERVING = 2;
    private static final int SERVICE_UNKNOWN = 3;

    private static final MethodDescriptor<String, Integer> CHECK = MethodDescriptor.<String, Integer>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .setRequestMarshaller(new Service())
            .setResponseMarshaller(new ServingStatus())
            .build();

    private final Aim.Grpc aim;
    private final Cover cover;
    private final EventLoopGroup loops;

    GrpcQuestion(Aim.Grpc aim, Cover cover, EventLoopGroup loops) {
        this.aim = aim;
        this.cover = cover;
        this.loops = loops;
    }

    /** @throws Failure where the answer is not a good one */
    void ask(InetSocketAddress address, Deadline deadline) throws Failure {
        var left = deadline.millisLeft("connection");
        var channel = secured(NettyChannelBuilder.forAddress(address))
                .proxyDetector(_ -> null)
                .eventLoopGroup(loops)
                .channelType(NioSocketChannel.class)
                .maxInboundMessageSize(LIMIT)
                .disableRetry()
                .build();
        try {
            var options = CallOptions.DEFAULT.withDeadlineAfter(left, TimeUnit.MILLISECONDS);
            judge(ClientCalls.blockingUnaryCall(channel, CHECK, options, aim.service()));
        } catch (StatusRuntimeException e) {
            throw failure(e.getStatus(), deadline);
        } finally {
            channel.shutdownNow();
        }
    }

    /** The authority of a call is the name that the certificate must have, too. */
    private NettyChannelBuilder secured(NettyChannelBuilder builder) {
        return switch (cover) {
            case Cover.None _ ->
                builder.overrideAuthority(authority(aim.address().host())).usePlaintext();
            case Cover.Tls(var trust, var name) ->
                builder.overrideAuthority(authority(name)).sslContext(context(trust));
        };
    }

    private String authority(String host) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":"
                + aim.address().port();
    }

    private static SslContext context(Trust trust) {
        try {
            var client = SslContextBuilder.forClient().trustManager(trust.manager());
            return GrpcSslContexts.configure(client, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void judge(int status) throws Failure {
        switch (status) {
            case SERVING -> {}
            case NOT_SERVING -> throw Failure.bad("the server answers NOT_SERVING");
            case SERVICE_UNKNOWN -> throw Failure.bad("the server does not know the service");
            default -> throw Failure.bad("the server answers UNKNOWN");
        }
    }

    /** The description of a status is the other side's, and is not repeated. */
    private static Failure failure(Status status, Deadline deadline) {
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> deadline.late("answer");
            case NOT_FOUND -> Failure.bad("the server does not know the service");
            case UNIMPLEMENTED -> Failure.bad("the server has no gRPC health service");
            case UNAVAILABLE -> unavailable(status.getCause());
            case INTERNAL -> Failure.bad("the call ends with INTERNAL, as it does where no gRPC is spoken");
            default -> Failure.bad("the call ends with " + status.getCode());
        };
    }

    private static Failure unavailable(@Nullable Throwable cause) {
        return switch (cause) {
            case NoRouteToHostException _ -> Failure.bad("no route to the host");
            case ConnectException _ -> Failure.bad("connection refused");
            case SSLException tls -> Failure.bad(TlsTrouble.words(tls));
            case null, default -> Failure.bad("no gRPC is spoken there, or the connection broke");
        };
    }

    /** HealthCheckRequest: the service in field 1. */
    private static final class Service implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String service) {
            var bytes = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(bytes);
            try {
                out.writeString(FIRST_FIELD, service);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public String parse(InputStream stream) {
            throw new UnsupportedOperationException("only sent");
        }
    }

    /** HealthCheckResponse: the status in field 1. */
    private static final class ServingStatus implements MethodDescriptor.Marshaller<Integer> {
        @Override
        public InputStream stream(Integer value) {
            throw new UnsupportedOperationException("only received");
        }

        @Override
        public Integer parse(InputStream stream) {
            try {
                var in = CodedInputStream.newInstance(stream);
                var status = 0;
                for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    if (tag == FIRST_FIELD << 3) {
                        status = in.readEnum();
                    } else {
                        in.skipField(tag);
                    }
                }
                return status;
            } catch (IOException e) {
                throw Status.INTERNAL.asRuntimeException();
            }
        }
    }
}
