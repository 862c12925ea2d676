package dev.faultline.it.envoy;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.policy.inbound.InletCase;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Inflow;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.live.Standing;
import dev.faultline.xds.ProxyState;
import dev.faultline.xds.Samples;
import dev.faultline.xds.TestAuthority;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One real Envoy that gets what policies come to, from our own server. */
public final class TestSidecar implements AutoCloseable {

    private final TestAuthority authority = new TestAuthority();
    private final ControlPlane control;
    private final Relocation relocation;
    private final EnvoyProcess envoy;
    private final String pod;
    private @Nullable ProxyConfig given;

    /** @param trust a folder, for the CA that takes the place of all others */
    public TestSidecar(Path trust) {
        this(trust, "web-1");
    }

    /** @param pod its name, where a test has several */
    public TestSidecar(Path trust, String pod) {
        this.pod = pod;
        control = new ControlPlane(trust).start();
        relocation = new Relocation(authority.write(trust.resolve("trusted.crt")));
        envoy = control.launch(pod);
        eventually(() -> assertThat(control.state(pod)).as(envoy::log).isPresent());
    }

    /** Whose certificates are trusted by everything that the sidecar is given. */
    public TestAuthority authority() {
        return authority;
    }

    public EnvoyProcess envoy() {
        return envoy;
    }

    /**
     * Until the sidecar has put it to work: what it has accepted is still warming for a moment. The health switch answers
     * from the start of Envoy's workers on, so for the first tenth of a second every endpoint counts as failed.
     */
    public void give(ProxyConfig config) {
        given = config;
        publish(relocation.of(config));
        eventually(() -> {
            assertThat(names("/listeners"))
                    .containsAll(config.of(ResourceType.Listener).keySet());
            assertThat(names("/clusters"))
                    .containsAll(config.of(ResourceType.Cluster).keySet());
            assertThat(envoy.admin("/clusters")).doesNotContain("failed_active_hc");
        });
    }

    /** What is at work; each line begins with a name. */
    private Set<String> names(String path) {
        return envoy.admin(path).lines().map(line -> line.split("::", 2)[0]).collect(Collectors.toSet());
    }

    public void give(SidecarCase situation) {
        give(situation.config());
    }

    public void give(InletCase situation) {
        give(situation.config());
    }

    /** What was given last, with this key of its runtime at 100. */
    public void fault(String key, Duration ttl) {
        var resources = new ArrayList<Resource>();
        Arrays.stream(ResourceType.values())
                .filter(type -> type != ResourceType.RuntimeLayer)
                .forEach(type -> resources.addAll(last().of(type).values()));
        resources.add(Samples.runtime(key, 100).expiringAfter(ttl));
        publish(relocation.of(ProxyConfig.of(resources)));
    }

    private void publish(ProxyConfig config) {
        control.publish(config);
        eventually(() -> {
            assertThat(rejections()).isEmpty();
            assertThat(control.isCurrent(pod)).as(envoy::log).isTrue();
        });
    }

    public Account.Told told() {
        return control.told(pod);
    }

    /** What it last told of a dependency; one without endpoints where it has told nothing. */
    public Reading reading(String dependency) {
        return told().readings().getOrDefault(dependency, new Reading(Standing.Closed, 0, 0, 0, 0, 0, 0));
    }

    /** What it has told of the requests to a port; none where it has told nothing. */
    public Arrivals arrivals(String port) {
        return Optional.ofNullable(told().inflows().get(port))
                .map(Inflow::arrivals)
                .orElse(new Arrivals(Map.of(), 0, 0, 0, 0));
    }

    public List<ProxyState.Rejection> rejections() {
        return control.state(pod).map(ProxyState::rejections).orElse(List.of());
    }

    /** Where the application would find a host. @param leg name and port, such as {@code inventory.shop:80} */
    public InetSocketAddress at(String leg) {
        return relocation.place(
                Objects.requireNonNull(last().of(ResourceType.Listener).get(leg), leg));
    }

    private ProxyConfig last() {
        return Objects.requireNonNull(given);
    }

    /** Nobody renews anything any more. */
    public void loseTheServer() {
        control.stop();
    }

    @Override
    public void close() {
        envoy.close();
        control.close();
    }
}
