package dev.faultline.it.envoy;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** An OTLP receiver on 127.0.0.1, as an OpenTelemetry collector has one. */
public final class SpanPeer implements AutoCloseable {
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final Server server;

    /** @param resource who tells of it */
    public record Received(Resource resource, Span span) {
        public String trace() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        public String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        /** Empty where a trace begins. */
        public String parent() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        public Map<String, String> attributes() {
            return texts(span.getAttributesList());
        }

        public Map<String, String> origin() {
            return texts(resource.getAttributesList());
        }

        private static Map<String, String> texts(List<KeyValue> pairs) {
            return pairs.stream()
                    .collect(Collectors.toMap(
                            KeyValue::getKey, pair -> pair.getValue().getStringValue()));
        }
    }

    public SpanPeer() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(new Receiver())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Receiver extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> response) {
            for (var group : request.getResourceSpansList()) {
                group.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .forEach(span -> spans.add(new Received(group.getResource(), span)));
            }
            response.onNext(ExportTraceServiceResponse.getDefaultInstance());
            response.onCompleted();
        }
    }

    public int port() {
        return server.getPort();
    }

    /** As far as they have come. */
    public List<Received> spans() {
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
