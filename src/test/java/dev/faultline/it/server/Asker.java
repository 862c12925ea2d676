package dev.faultline.it.server;

import dev.faultline.net.Dialler;
import dev.faultline.net.NetProber;
import dev.faultline.net.Resolver;
import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Aim.Address;
import dev.faultline.probe.Aim.Product;
import dev.faultline.probe.Answer;
import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Kept;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import dev.faultline.probe.trust.User;
import dev.faultline.xds.TestAuthority;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server on this host as the operator does. The Secret {@code ours} holds the authority of these tests, any other
 * one a user of its own name, with the password that all have, and {@code wrong} with another one.
 */
final class Asker implements AutoCloseable {
    static final String PASSWORD = "s3cret";
    static final Tls CLEAR = new Tls.None();
    static final Tls OURS = new Tls.Verified(new Authority.InSecret("ours"), "");
    static final Tls OF_THE_SYSTEM = new Tls.Verified(new Authority.System(), "");
    static final Tls OF_ANOTHER_NAME = new Tls.Verified(new Authority.InSecret("ours"), "db.example.com");
    static final String UNTRUSTED = "the certificate is not signed by a CA that is trusted; name its CA in "
            + "tls.caSecretRef or tls.caConfigMapRef";
    static final String WRONG_NAME = "the certificate is for another name; set tls.serverName to one that it has";
    static final String EXPIRED = "the certificate has expired";
    static final String REFUSED_LOGIN = "the server refuses the user name or the password; look at both in the Secret";
    static final Duration PLENTY = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(500);

    private final TestAuthority authority = new TestAuthority();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Product product;
    private final NetProber prober;

    Asker(Product product) {
        this.product = product;
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        var allowing = Allowance.of(List.of("localhost"));
        var dialler = new Dialler(here, _ -> new Standing.Outside(), allowing);
        this.prober = new NetProber(dialler, new OurKeyring(), timer, loops);
    }

    private final class OurKeyring implements Keyring {
        @Override
        public Kept<String> fromSecret(String namespace, Authority.InSecret ref) {
            return new Kept.Found<>(authority.pem());
        }

        @Override
        public Kept<String> fromConfigMap(String namespace, Authority.InConfigMap ref) {
            return new Kept.Found<>(authority.pem());
        }

        @Override
        public Kept<User> user(String namespace, Login.InSecret ref) {
            return new Kept.Found<>(
                    ref.name().equals("wrong") ? new User("probe", "other") : new User(ref.name(), PASSWORD));
        }
    }

    TestAuthority authority() {
        return authority;
    }

    String knock(int port, Tls tls) {
        return ask(port, tls, new Login.Nobody(), PLENTY);
    }

    /** With too little patience for what hangs. */
    String knockShortly(int port, Tls tls) {
        return ask(port, tls, new Login.Nobody(), SHORT);
    }

    String login(int port, Tls tls, String secret) {
        return ask(port, tls, new Login.InSecret(secret), PLENTY);
    }

    private String ask(int port, Tls tls, Login login, Duration timeout) {
        var aim = new Aim.Server(product, new Address("localhost", port), tls, login);
        return switch (prober.ask("shop", aim, timeout)) {
            case Answer.Good _ -> "good";
            case Answer.Bad(var message) -> message;
            case Answer.Untold(var message) -> "untold: " + message;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
