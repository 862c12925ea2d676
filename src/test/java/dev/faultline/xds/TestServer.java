package dev.faultline.xds;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.telemetry.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The server on a port, with a few identities that it can find out, and a book of what its listener was told. */
final class TestServer implements AutoCloseable {
    static final Proxy WEB = new Proxy("shop", "web-1", "uid-1");
    static final Proxy API = new Proxy("shop", "api-1", "uid-2");

    /** What WEB calls itself. */
    static final String NAME = "shop/web-1";

    private final TestAuthority authority = new TestAuthority();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Fleet fleet = new Fleet();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<Identities.Answer>> identities = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<TestProxy> proxies = new ArrayList<>();
    private volatile Optional<ProxyConfig> first = Optional.empty();
    private XdsServer server;

    TestServer() {
        judgeLater("web").complete(new Identities.Answer.Known(WEB));
        judgeLater("api").complete(new Identities.Answer.Known(API));
        judgeLater("forged").complete(new Identities.Answer.Refused("its audience is another"));
        judgeLater("unlucky").complete(new Identities.Answer.Unavailable("the API server is away"));
        fleet.listen(new Book());
        server = open(XdsServer.Settings.on(0));
    }

    /** Whoever asks about this token waits until it is said what it is worth. */
    CompletableFuture<Identities.Answer> judgeLater(String token) {
        var answer = new CompletableFuture<Identities.Answer>();
        identities.put(token, answer);
        return answer;
    }

    private Identities.Answer judge(String token) {
        asked.incrementAndGet();
        var answer = identities.get(token);
        if (answer == null) {
            throw new IllegalStateException("nobody knows " + token);
        }
        return answer.join();
    }

    /** One that is not started and has no certificate. */
    XdsServer bare() {
        return new XdsServer(XdsServer.Settings.on(0), fleet, this::judge, new Metrics(meters));
    }

    private XdsServer open(XdsServer.Settings settings) {
        try {
            var opened = new XdsServer(settings, fleet, this::judge, new Metrics(meters));
            var issued = authority.issue();
            opened.use(issued.chain(), issued.key());
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restart(XdsServer.Settings settings) {
        server.close();
        server = open(settings);
    }

    /** @return the certificate that is in use from now on */
    X509Certificate rotate() {
        var issued = authority.issue();
        server.use(issued.chain(), issued.key());
        return issued.chain().getFirst();
    }

    TestProxy connect(String token) {
        return connect(Optional.of(token), true);
    }

    /** @param reading false for a proxy that takes only what it is told to */
    TestProxy connect(Optional<String> token, boolean reading) {
        var proxy = TestProxy.connect(server.port(), authority, token, reading);
        proxies.add(proxy);
        return proxy;
    }

    /** Every proxy gets this as soon as the listener is told of it. */
    void publishAtOnce(ProxyConfig config) {
        first = Optional.of(config);
    }

    static ProxyConfig config(Resource... resources) {
        return ProxyConfig.of(List.of(resources));
    }

    Fleet fleet() {
        return fleet;
    }

    int port() {
        return server.port();
    }

    /** What the listener was told, such as "connected web-1". */
    List<String> news() {
        return news;
    }

    /** How many tokens were looked at. */
    int asked() {
        return asked.get();
    }

    double refused(String reason) {
        return meters.counter("faultline.xds.refused", "reason", reason).count();
    }

    double counted(String meter, String type) {
        return meters.counter(meter, "type", type).count();
    }

    void stop() {
        server.close();
    }

    @Override
    public void close() {
        proxies.forEach(TestProxy::close);
        server.close();
    }

    private final class Book implements Fleet.Listener {
        @Override
        public void connected(Proxy proxy) {
            first.ifPresent(config -> fleet.publish(proxy, config));
            news.add("connected " + proxy.pod());
        }

        @Override
        public void changed(Proxy proxy) {
            news.add("changed " + proxy.pod());
        }

        @Override
        public void told(Proxy proxy, boolean notable) {
            news.add("told " + proxy.pod() + (notable ? " notably" : ""));
        }

        @Override
        public void left(Proxy proxy) {
            news.add("left " + proxy.pod());
        }
    }
}
