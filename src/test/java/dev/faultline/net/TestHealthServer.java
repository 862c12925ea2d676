package dev.faultline.net;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import dev.faultline.xds.TestAuthority.Issued;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;

/**
 * A gRPC health service whose services are called what they are. Its messages have one field each, numbered 1, and so
 * look like StringValue and Int32Value on the wire.
 */
final class TestHealthServer implements AutoCloseable {
    private static final int BEYOND_THE_LIMIT = 65 * 1024;

    private final Server server;

    TestHealthServer() throws IOException {
        this(builder());
    }

    /** By TLS. */
    TestHealthServer(Issued issued) throws IOException {
        this(builder()
                .sslContext(GrpcSslContexts.configure(
                                SslContextBuilder.forServer(
                                        issued.key(), issued.chain().toArray(X509Certificate[]::new)),
                                SslProvider.JDK)
                        .build()));
    }

    private static NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private TestHealthServer(NettyServerBuilder builder) throws IOException {
        var method = MethodDescriptor.<StringValue, Int32Value>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("grpc.health.v1.Health/Check")
                .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Int32Value.getDefaultInstance()))
                .build();
        server = builder.addService(ServerServiceDefinition.builder("grpc.health.v1.Health")
                        .addMethod(method, ServerCalls.asyncUnaryCall(TestHealthServer::check))
                        .build())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    private static void check(StringValue service, StreamObserver<Int32Value> answer) {
        switch (service.getValue()) {
            case "up" -> end(answer, Int32Value.of(1));
            case "down" -> end(answer, Int32Value.of(2));
            case "unclear" -> end(answer, Int32Value.of(0));
            case "enormous" -> end(answer, enormous());
            case "hanging" -> {}
            case "broken" ->
                answer.onError(Status.INTERNAL.withDescription("secret").asRuntimeException());
            default -> answer.onError(Status.NOT_FOUND.asRuntimeException());
        }
    }

    private static Int32Value enormous() {
        var filler = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[BEYOND_THE_LIMIT]))
                .build();
        return Int32Value.newBuilder()
                .setValue(1)
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(9, filler).build())
                .build();
    }

    private static void end(StreamObserver<Int32Value> answer, Int32Value status) {
        answer.onNext(status);
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
