import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The floor of xDS: a watch of its own on policies, and the same gRPC over the same TLS. When the timeout of a policy
 * changes, it sends ready bytes to each stream that follows the policy. It knows nothing of pods, tokens, resources,
 * subscriptions or what was accepted.
 *
 * <p>Arguments: kubeconfig, port, certificate, key. On each stream the first message says which policy it follows and
 * how many bytes a push has; a push begins with the timeout in ms.
 */
public final class BareXds {
    private static final String POLICIES = "/apis/floor.faultline.dev/v1alpha1/namespaces/mesh/resiliencepolicies";
    private static final Pattern MILLIS = Pattern.compile("(\\d+)ms");
    private static final byte[] KNOWN = {1};

    private record Follower(StreamObserver<byte[]> stream, int size) {}

    private final Map<String, List<Follower>> followers = new ConcurrentHashMap<>();
    private final Map<String, String> timeouts = new ConcurrentHashMap<>();
    private final ObjectMapper json = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        var bare = new BareXds();
        var tls = SslContextBuilder.forServer(Path.of(arguments[2]).toFile(), Path.of(arguments[3]).toFile());
        NettyServerBuilder.forPort(Integer.parseInt(arguments[1]))
                .sslContext(GrpcSslContexts.configure(tls).protocols("TLSv1.3").build())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(bare.service())
                .build()
                .start();
        bare.watch(Path.of(arguments[0]));
    }

    private ServerServiceDefinition service() {
        var method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(
                        "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ServerServiceDefinition.builder("envoy.service.discovery.v3.AggregatedDiscoveryService")
                .addMethod(method, ServerCalls.asyncBidiStreamingCall(this::opened))
                .build();
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

    private StreamObserver<byte[]> opened(StreamObserver<byte[]> stream) {
        return new StreamObserver<>() {
            private boolean known;

            @Override
            public void onNext(byte[] message) {
                if (!known) {
                    known = true;
                    var words = new String(message, StandardCharsets.UTF_8).split(" ");
                    followers
                            .computeIfAbsent(words[0], _ -> new CopyOnWriteArrayList<>())
                            .add(new Follower(stream, Integer.parseInt(words[1])));
                    stream.onNext(KNOWN);
                }
            }

            @Override
            public void onError(Throwable broken) {
                followers.values().forEach(all -> all.removeIf(each -> each.stream() == stream));
            }

            @Override
            public void onCompleted() {
                onError(new IOException("done"));
                stream.onCompleted();
            }
        };
    }

    private void changed(JsonNode policy) {
        var name = policy.at("/metadata/name").asText();
        var timeout = policy.at("/spec/dependencies/0/timeout").asText();
        var before = timeouts.put(name, timeout);
        var all = followers.get(name);
        if (before == null || before.equals(timeout) || all == null || all.isEmpty()) {
            return;
        }
        var digits = MILLIS.matcher(timeout);
        if (!digits.matches()) {
            throw new IllegalStateException("a timeout of " + timeout);
        }
        var bytes = ByteBuffer.allocate(all.getFirst().size())
                .putLong(Long.parseLong(digits.group(1)))
                .array();
        all.forEach(follower -> follower.stream().onNext(bytes));
    }

    private void watch(Path kubeconfig) throws Exception {
        var config = json.readTree(kubeconfig.toFile());
        var cluster = config.at("/clusters/0/cluster");
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(Base64.getDecoder()
                        .decode(cluster.get("certificate-authority-data").asText())))
                .build();
        var url = cluster.get("server").asText() + POLICIES;
        var token = config.at("/users/0/user/token").asText();
        var list = json.readTree(client.send(request(url, token), HttpResponse.BodyHandlers.ofInputStream())
                .body());
        list.get("items").forEach(this::changed);
        var since = list.at("/metadata/resourceVersion").asText();
        var events = client.send(
                request(url + "?watch=1&resourceVersion=" + since, token), HttpResponse.BodyHandlers.ofLines());
        System.err.println("ready");
        events.body().forEach(line -> {
            try {
                changed(json.readTree(line).get("object"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        throw new IOException("the watch has ended");
    }

    private static HttpRequest request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .build();
    }

    private static SSLContext trusting(byte[] authority) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
