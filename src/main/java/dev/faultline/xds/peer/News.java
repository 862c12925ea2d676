package dev.faultline.xds.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.live.Inflow;
import dev.faultline.policy.live.Reading;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one proxy, and what it tells.
 *
 * @param message what Envoy said where it refused something; else empty
 * @param readings of its dependencies, by their names; empty where it tells nothing here
 * @param inflows of its ports, by their names; absent where an older replica tells or listens
 */
record News(
        String namespace,
        String pod,
        String uid,
        Kind kind,
        String message,
        Map<String, Reading> readings,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        Map<String, Inflow> inflows) {
    /** How far a proxy is, or that it is not connected here. */
    enum Kind {
        Behind,
        Current,
        Rejected,
        Gone
    }

    /** Who listens. Replicas of two versions meet during an upgrade. */
    enum Audience {
        /** Reads what it knows, and passes over the rest. */
        Lenient,
        /** An older one, which reads nothing where there is a word that it does not know. */
        Strict
    }

    /** What a replica asks for: one that asks for nothing is strict. */
    static final byte[] ASKED = "lenient".getBytes(StandardCharsets.US_ASCII);

    /** A change of what a lenient replica cannot do without needs another name. */
    static final MethodDescriptor<byte[], byte[]> WATCH = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("faultline.v2.Peers", "Watch"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static News of(Proxy proxy, Fleet fleet) {
        var report = fleet.state(proxy).map(Peers.Report::of);
        var told = fleet.account(proxy).orElse(Account.Told.NOTHING);
        return new News(
                proxy.namespace(),
                proxy.pod(),
                proxy.uid(),
                report.map(News::kind).orElse(Kind.Gone),
                report.map(Peers.Report::rejection).orElse(""),
                told.readings(),
                told.inflows());
    }

    /** Whether nothing is known of the proxy. */
    boolean isEmpty() {
        return kind == Kind.Gone && told().isEmpty();
    }

    /** Whether a person would see no difference but in numbers. */
    boolean isLike(News other) {
        return kind == other.kind && message.equals(other.message) && told().isLike(other.told());
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

    Account.Told told() {
        return new Account.Told(readings, Objects.requireNonNullElse(inflows, Map.of()));
    }

    static Audience audience(byte[] asked) {
        return Arrays.equals(asked, ASKED) ? Audience.Lenient : Audience.Strict;
    }

    private News of(Audience audience) {
        return switch (audience) {
            case Lenient -> this;
            case Strict -> new News(namespace, pod, uid, kind, message, readings, null);
        };
    }

    static byte[] write(List<News> news, Audience audience) {
        try {
            return JSON.writeValueAsBytes(
                    news.stream().map(each -> each.of(audience)).toList());
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
