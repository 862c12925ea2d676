package dev.faultline.it.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.faultline.cluster.traffic.ConfigText;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.it.world.ChildProcess;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A configuration as a test can run it beside others: ports that nobody has in place of what is listened on, a file of
 * the test in place of every CA, and this machine in place of every host that DNS would be asked for. Nothing else of
 * it changes.
 */
public final class Relocation {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

    private final Path ca;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    public Relocation(Path ca) {
        this.ca = ca;
    }

    public ProxyConfig of(ProxyConfig config) {
        return ProxyConfig.of(Arrays.stream(ResourceType.values())
                .flatMap(type -> config.of(type).values().stream())
                .map(this::of)
                .toList());
    }

    private Resource of(Resource resource) {
        var moved = Resource.of(resource.type(), resource.name(), moved(unpacked(resource.body())));
        return resource.ttl().map(moved::expiringAfter).orElse(moved);
    }

    /** Where a listener is. */
    public InetSocketAddress place(Resource listener) {
        try {
            var address = listener.body().unpack(Listener.class).getAddress().getSocketAddress();
            return new InetSocketAddress(address.getAddress(), port(address.getAddress(), address.getPortValue()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private int port(String address, int port) {
        return ports.computeIfAbsent(address + ":" + port, _ -> ChildProcess.freePort());
    }

    private static Message unpacked(Any any) {
        try {
            var type = ConfigText.TYPES.getDescriptorForTypeUrl(any.getTypeUrl());
            return DynamicMessage.parseFrom(type, any.getValue());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(any.getTypeUrl(), e);
        }
    }

    private Message moved(Message message) {
        var kind = message.getDescriptorForType().getFullName();
        if (kind.equals(Any.getDescriptor().getFullName())) {
            return moved(any(message));
        }
        var builder = message.toBuilder();
        message.getAllFields().forEach((field, value) -> builder.setField(field, moved(field, value)));
        if (kind.equals(SocketAddress.getDescriptor().getFullName())) {
            move(builder);
        } else if (kind.equals(DataSource.getDescriptor().getFullName())
                && builder.hasField(DataSource.getDescriptor().findFieldByName("filename"))) {
            set(builder, "filename", ca.toString());
        } else if (kind.equals(WatchedDirectory.getDescriptor().getFullName())) {
            set(builder, "path", String.valueOf(ca.getParent()));
        }
        return builder.build();
    }

    private Object moved(FieldDescriptor field, Object value) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return value;
        }
        return field.isRepeated()
                ? ((List<?>) value).stream().map(item -> moved((Message) item)).toList()
                : moved((Message) value);
    }

    private Any moved(Any any) {
        if (any.getTypeUrl().isEmpty()) {
            return any;
        }
        return any.toBuilder().setValue(moved(unpacked(any)).toByteString()).build();
    }

    private static Any any(Message message) {
        try {
            return Any.parseFrom(message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Captured hosts, the pod's own addresses and the health switch are listened on; other addresses are where calls go. */
    private void move(Message.Builder address) {
        var host = (String) get(address, "address");
        var port = (Integer) get(address, "port_value");
        if (isListenedOn(host, port)) {
            set(address, "port_value", port(host, port));
        } else if (host.chars().anyMatch(Character::isLetter) && !host.contains(":")) {
            set(address, "address", "localhost");
        }
    }

    private static boolean isListenedOn(String host, int port) {
        return host.startsWith("127.") && (!host.equals("127.0.0.1") || port == SidecarPort.HEALTH_SWITCH.number())
                || EVERYWHERE.contains(host);
    }

    private static Object get(Message.Builder builder, String field) {
        return builder.getField(builder.getDescriptorForType().findFieldByName(field));
    }

    private static void set(Message.Builder builder, String field, Object value) {
        builder.setField(builder.getDescriptorForType().findFieldByName(field), value);
    }
}
