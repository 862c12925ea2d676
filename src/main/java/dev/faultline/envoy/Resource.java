package dev.faultline.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One resource as it is sent. The version says what is in it and nothing else, so that every replica, also after a
 * restart, gives the same resource the same version, and a proxy that has it needs no second copy.
 *
 * @param version SHA-256 of the content, in hexadecimal
 * @param ttl how long the proxy keeps it unless it is sent again; empty for ever. Source: Envoy Resource.ttl
 */
public record Resource(ResourceType type, String name, String version, Any body, Optional<Duration> ttl) {

    public static Resource of(ResourceType type, String name, Message content) {
        var bytes = bytes(content);
        var body = Any.newBuilder()
                .setTypeUrl(type.url())
                .setValue(ByteString.copyFrom(bytes))
                .build();
        return new Resource(type, name, digest(bytes), body, Optional.empty());
    }

    public Resource expiringAfter(Duration time) {
        return new Resource(type, name, version, body, Optional.of(time));
    }

    /** Maps within a message are written in the order of their keys. */
    private static byte[] bytes(Message content) {
        var bytes = new byte[content.getSerializedSize()];
        var output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        try {
            content.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the message's own size is full", e);
        }
        return bytes;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
