package dev.faultline.xds.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.faultline.policy.live.Reading;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What has become of one proxy, and what it tells.
 *
 * @param message what Envoy said where it refused something; else empty
 * @param readings of its dependencies, by their names; empty where it tells nothing here
 */
record News(String namespace, String pod, String uid, Kind kind, String message, Map<String, Reading> readings) {
    /** How far a proxy is, or that it is not connected here. */
    enum Kind {
        Behind,
        Current,
        Rejected,
        Gone
    }

    /** Replicas of two versions meet during an upgrade: a change of what is sent needs another name. */
    static final MethodDescriptor<byte[], byte[]> WATCH = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("faultline.v2.Peers", "Watch"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static News of(Proxy proxy, Fleet fleet) {
        var report = fleet.state(proxy).map(Peers.Report::of);
        return new News(
                proxy.namespace(),
                proxy.pod(),
                proxy.uid(),
                report.map(News::kind).orElse(Kind.Gone),
                report.map(Peers.Report::rejection).orElse(""),
                fleet.readings(proxy).orElse(Map.of()));
    }

    /** Whether nothing is known of the proxy. */
    boolean isEmpty() {
        return kind == Kind.Gone && readings.isEmpty();
    }

    /** Whether a person would see no difference but in numbers. */
    boolean isLike(News other) {
        return kind == other.kind && message.equals(other.message) && Reading.areAlike(readings, other.readings);
    }

    private static Kind kind(Peers.Report report) {
        if (!report.rejection().isEmpty()) {
            return Kind.Rejected;
        }
        return report.current() ? Kind.Current : Kind.Behind;
    }

    Proxy proxy() {
        return new Proxy(namespace, pod, uid);
    }

    static byte[] write(List<News> news) {
        try {
            return JSON.writeValueAsBytes(news);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text can be written", e);
        }
    }

    static List<News> read(byte[] text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("a peer speaks another language")
                    .asRuntimeException();
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
