package dev.faultline.it.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The real API server behind a proxy on this machine that delays, refuses and cuts as a test wants it. */
public final class FaultyApiServer implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type", "Accept");
    private static final Map<String, String> SHORT_LEASE = Map.of(
            "FAULTLINE_LEASE_DURATION", "6s",
            "FAULTLINE_LEASE_RENEW_DEADLINE", "4s",
            "FAULTLINE_LEASE_RETRY_PERIOD", "1s");
    private static final int NO_BODY = -1;

    private final Config upstream;
    private final HttpClient client;
    private final int port;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Set<InputStream> watches = ConcurrentHashMap.newKeySet();
    private volatile HttpServer listener;

    /** @param path with its query */
    public record Request(String method, String path) {
        public boolean isWatch() {
            return path.contains("watch=true");
        }

        public boolean writes(String resource, String namespace) {
            return !method.equals("GET") && path.contains("/namespaces/" + namespace + "/" + resource);
        }
    }

    /** What is done to a request. */
    public sealed interface Fault {
        /** @param reason word of the API server's Status, such as Conflict */
        record Answer(int code, String reason) implements Fault {}

        /** Passed on, its answer held back. */
        record Delay(Duration span) implements Fault {}

        /** A watch that is told at once that its version is too old. */
        record Expired() implements Fault {}
    }

    private record Rule(Predicate<Request> applies, Fault fault) {}

    /** As long as it is open. */
    public interface Injection extends AutoCloseable {
        @Override
        void close();
    }

    public FaultyApiServer() {
        try {
            upstream = ApiServer.ready().client().getConfiguration();
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(SSLUtils.sslContext(withoutIdentity(upstream)))
                    .build();
            listener = listen(0);
            port = listener.getAddress().getPort();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A replica that reaches the API server only through here. */
    public OperatorProcess launch(String name) {
        return OperatorProcess.launch(name, SHORT_LEASE, "http://127.0.0.1:" + port);
    }

    public Injection inject(Predicate<Request> applies, Fault fault) {
        var rule = new Rule(applies, fault);
        rules.add(rule);
        return () -> rules.remove(rule);
    }

    /** Every watch ends in the middle, as when the connection breaks. */
    public void cutWatches() {
        watches.forEach(FaultyApiServer::cut);
    }

    /** Nobody listens any more, and all connections end. */
    public void goDown() {
        listener.stop(0);
        cutWatches();
    }

    public void comeBack() {
        try {
            listener = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cut(InputStream watch) {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpServer listen(int wanted) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        return server;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString());
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // The client then watches by plain HTTP, which is easier to break in the middle.
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, NO_BODY);
                return;
            }
            var fault = rules.stream()
                    .filter(rule -> rule.applies().test(request))
                    .map(Rule::fault)
                    .findFirst();
            switch (fault.orElse(null)) {
                case null -> passOn(exchange, request, Duration.ZERO);
                case Fault.Delay(var span) -> passOn(exchange, request, span);
                case Fault.Answer(var code, var reason) -> answer(exchange, code, status(code, reason));
                case Fault.Expired _ ->
                    answer(exchange, 200, "{\"type\":\"ERROR\",\"object\":" + status(410, "Expired") + "}\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String status(int code, String reason) {
        return """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"injected","reason":"%s","code":%d}
                """.formatted(reason, code).strip();
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void passOn(HttpExchange exchange, Request request, Duration delay)
            throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(URI.create(upstream.getMasterUrl()).resolve(request.path()))
                .method(
                        request.method(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        PASSED_ON.forEach(name -> exchange.getRequestHeaders()
                .getOrDefault(name, List.of())
                .forEach(value -> builder.header(name, value)));
        var response = client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        Thread.sleep(delay);
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.statusCode(), 0);
        try (var body = response.body()) {
            copy(body, exchange, request.isWatch());
        }
    }

    /** Flushed piece by piece, since the end of a watch is far away. */
    private void copy(InputStream body, HttpExchange exchange, boolean watch) throws IOException {
        if (watch) {
            watches.add(body);
        }
        try {
            var buffer = new byte[65_536];
            for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                exchange.getResponseBody().write(buffer, 0, read);
                exchange.getResponseBody().flush();
            }
        } finally {
            watches.remove(body);
        }
    }

    @Override
    public void close() {
        goDown();
        client.shutdownNow();
    }

    /** Trusts the API server and is nobody to it: who asks is told by what is passed on. */
    private static Config withoutIdentity(Config config) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(config.getMasterUrl())
                .withCaCertData(config.getCaCertData())
                .build();
    }
}
