package dev.faultline.cluster.gameday;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account that injects faults and puts back what they changed. It is another one than the operator's, which may do
 * nothing of the kind: what the operator may do everywhere, this one may do nowhere but in the namespaces that an
 * administrator has bound it in, and the other way round.
 */
public final class FaultAccount implements AutoCloseable {
    /** The account's name, in the operator's namespace. */
    public static final String NAME = "faultline-faults";

    private static final long LIFETIME_SECONDS = 3600;
    private static final Duration ANEW = Duration.ofMinutes(30);
    private static final int PATIENCE_MILLIS = 5000;

    private final KubernetesClient operator;
    private final String namespace;
    private final Clock clock;
    private @Nullable KubernetesClient client;
    private volatile Token token = new Token("", Instant.EPOCH);

    private record Token(String text, Instant until) {}

    /**
     * @param operator may ask for tokens of the account
     * @param namespace the operator's own
     */
    public FaultAccount(KubernetesClient operator, String namespace, Clock clock) {
        this.operator = operator;
        this.namespace = namespace;
        this.clock = clock;
    }

    /** The same API server, and nothing of the operator's own credentials. */
    private Config config(Config own) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(own.getMasterUrl())
                .withCaCertData(own.getCaCertData())
                .withCaCertFile(own.getCaCertFile())
                .withHttp2Disable(own.isHttp2Disable())
                .withConnectionTimeout(PATIENCE_MILLIS)
                .withRequestTimeout(PATIENCE_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withUserAgent("faultline-faults")
                .withOauthTokenProvider(() -> token.text())
                .build();
    }

    /**
     * A client that acts as the account, asks once, and waits for 5 s.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when there is no token for it
     */
    public synchronized KubernetesClient client() {
        if (!clock.instant().isBefore(token.until())) {
            var request = new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(LIFETIME_SECONDS)
                    .endSpec()
                    .build();
            var answer = operator.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(NAME)
                    .tokenRequest(request);
            token = new Token(
                    Objects.requireNonNull(answer.getStatus()).getToken(),
                    clock.instant().plus(ANEW));
        }
        // An installation without game days needs no second client.
        if (client == null) {
            client = new KubernetesClientBuilder()
                    .withConfig(config(operator.getConfiguration()))
                    .build();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
