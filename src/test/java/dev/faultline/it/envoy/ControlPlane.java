package dev.faultline.it.envoy;

import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.policy.live.Account;
import dev.faultline.telemetry.Metrics;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Identities;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.ProxyState;
import dev.faultline.xds.TestAuthority;
import dev.faultline.xds.XdsServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Our own server, which gives every proxy the same. A token is the name of a pod; so the identities that the API server
 * vouches for are no part of this.
 */
public final class ControlPlane implements AutoCloseable {
    private static final String NAMESPACE = "shop";

    private final Path files;
    private final TestAuthority authority = new TestAuthority();
    private final int port = ChildProcess.freePort();
    private final AtomicInteger connections = new AtomicInteger();
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Fleet fleet = new Fleet();
    private Optional<XdsServer> server = Optional.empty();
    private volatile Optional<ProxyConfig> config = Optional.empty();

    public ControlPlane(Path files) {
        this.files = files;
        authority.write(files.resolve("ca.crt"));
    }

    public ControlPlane start() {
        return start(Duration.ofMinutes(30));
    }

    /** As a new process would: it knows nothing of before but what it is to give. */
    public ControlPlane start(Duration streamAge) {
        meters = new SimpleMeterRegistry();
        fleet = new Fleet();
        fleet.listen(new Watching());
        var settings = new XdsServer.Settings(port, streamAge, Duration.ofSeconds(10));
        var started =
                new XdsServer(settings, fleet, token -> new Identities.Answer.Known(proxy(token)), new Metrics(meters));
        server = Optional.of(started);
        rotate();
        try {
            started.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public void rotate() {
        var issued = authority.issue();
        server.ifPresent(running -> running.use(issued.chain(), issued.key()));
    }

    public void stop() {
        server.ifPresent(XdsServer::close);
        server = Optional.empty();
    }

    /** What every proxy is to have, those to come as well. */
    public void publish(Resource... resources) {
        publish(ProxyConfig.of(List.of(resources)));
    }

    public void publish(ProxyConfig wanted) {
        config = Optional.of(wanted);
        fleet.states().forEach(state -> config.ifPresent(given -> fleet.publish(state.proxy(), given)));
    }

    public EnvoyProcess launch(String pod) {
        return launch(pod, "localhost", Addressing.IPv4);
    }

    /** @param host of this server, as the proxy is told it */
    public EnvoyProcess launch(String pod, String host, Addressing addressing) {
        try {
            var token = Files.writeString(files.resolve(pod + ".token"), pod);
            var start = new EnvoyProcess.Start(
                    NAMESPACE + "/" + pod, host + ":" + port, addressing, files.resolve("ca.crt"), token);
            return EnvoyProcess.launch("envoy-" + pod, start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Proxy proxy(String pod) {
        return new Proxy(NAMESPACE, pod, "uid-of-" + pod);
    }

    public Optional<ProxyState> state(String pod) {
        return fleet.state(proxy(pod));
    }

    /** What the proxy of a pod has told. */
    public Account.Told told(String pod) {
        return fleet.account(proxy(pod)).orElse(Account.Told.NOTHING);
    }

    public boolean isCurrent(String pod) {
        return state(pod).filter(ProxyState::current).isPresent();
    }

    /** Streams since the beginning, of all servers. */
    public int connections() {
        return connections.get();
    }

    /** Responses since the last start. */
    public double pushes() {
        return total("faultline.xds.pushes");
    }

    public double sentBytes() {
        return total("faultline.xds.sent.bytes");
    }

    private double total(String counter) {
        return meters.find(counter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Override
    public void close() {
        stop();
    }

    private final class Watching implements Fleet.Listener {
        @Override
        public void connected(Proxy proxy) {
            connections.incrementAndGet();
            config.ifPresent(given -> fleet.publish(proxy, given));
        }

        @Override
        public void changed(Proxy proxy) {}

        @Override
        public void left(Proxy proxy) {}
    }
}
