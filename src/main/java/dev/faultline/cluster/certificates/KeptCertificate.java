package dev.faultline.cluster.certificates;

import dev.faultline.cluster.upkeep.Upkeep;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One certificate with its Secret: every replica follows it, the leader makes it and renews it. What is in use stays in
 * use until something better is there, whatever becomes of the Secret.
 */
public final class KeptCertificate implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeptCertificate.class);

    private final Terms terms;
    private final Clock clock;
    private final Renewal renewal;
    private final CertificateSecret secret;
    private final SharedIndexInformer<Secret> informer;
    private final Upkeep upkeep;
    private final List<Consumer<Keyring>> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Keyring> current = Optional.empty();

    /**
     * @param secret its name, which is also that of the authority
     * @param names the server's
     * @param byOthers whether somebody else, such as cert-manager, makes and renews it
     */
    public record Terms(String namespace, String secret, ServerNames names, boolean byOthers) {}

    public KeptCertificate(KubernetesClient client, Terms terms, Clock clock) {
        this.terms = terms;
        this.clock = clock;
        this.renewal = new Renewal(terms.secret(), terms.names());
        this.secret = new CertificateSecret(client, terms.namespace(), terms.secret());
        this.upkeep = new Upkeep(terms.secret(), this::renew);
        this.informer = client.secrets()
                .inNamespace(terms.namespace())
                .withName(terms.secret())
                .runnableInformer(0);
        informer.exceptionHandler((started, problem) -> true);
        informer.addEventHandler(new Watching());
    }

    /** @param listener told of what is in use now, and of all that follows it */
    public synchronized void listen(Consumer<Keyring> listener) {
        listeners.add(listener);
        current.ifPresent(listener);
    }

    /** What is in use; empty until the first one is there. */
    public Optional<Keyring> current() {
        return current;
    }

    /** @return done when it is known whether the Secret is there */
    public CompletionStage<Void> start() {
        return informer.start();
    }

    /** From now on this replica makes and renews it. */
    public void lead() {
        if (!terms.byOthers()) {
            upkeep.start();
        }
    }

    @Override
    public void close() {
        upkeep.close();
        informer.stop();
    }

    private synchronized void see(Secret found) {
        switch (read(found)) {
            case Keyring.Reading.Usable(var keyring) -> use(keyring);
            case Keyring.Reading.Damaged(var problem) -> {
                try (var _ = LogScope.of(LogKeys.OBJECT, name()).and(LogKeys.WHY, problem)) {
                    LOG.warn("Secret holds no usable certificate");
                }
            }
        }
        upkeep.wake();
    }

    private void use(Keyring keyring) {
        if (!current.equals(Optional.of(keyring))) {
            current = Optional.of(keyring);
            listeners.forEach(listener -> listener.accept(keyring));
        }
    }

    private Duration renew() {
        if (!informer.hasSynced()) {
            return Upkeep.AT_REST;
        }
        var found = informer.getStore().list().stream().findFirst();
        var now = clock.instant();
        return switch (wanted(found, now)) {
            case Renewal.Decision.Replace replace -> {
                found.ifPresentOrElse(old -> secret.replace(old, replace), () -> secret.create(replace));
                yield Upkeep.AT_REST;
            }
            case Renewal.Decision.Keep(var until) -> shorter(Duration.between(now, until));
        };
    }

    private Renewal.Decision wanted(Optional<Secret> found, Instant now) {
        return switch (found.map(this::read).orElse(new Keyring.Reading.Damaged("it was not there"))) {
            case Keyring.Reading.Usable(var keyring) -> renewal.decide(keyring, now);
            case Keyring.Reading.Damaged(var problem) ->
                current.map(good -> renewal.putBack(good, now, problem)).orElseGet(() -> renewal.anew(now, problem));
        };
    }

    /** Of our own one, the authority must be able to sign. */
    private Keyring.Reading read(Secret found) {
        return switch (Keyring.read(found)) {
            case Keyring.Reading.Usable(var keyring)
            when !terms.byOthers()
                    && keyring.signer().filter(Authority::isSound).isEmpty() ->
                new Keyring.Reading.Damaged(Keyring.SIGNING_KEY + " is not the key of " + Keyring.AUTHORITIES);
            case Keyring.Reading reading -> reading;
        };
    }

    private static Duration shorter(Duration left) {
        return left.compareTo(Upkeep.AT_REST) < 0 ? left : Upkeep.AT_REST;
    }

    private String name() {
        return terms.namespace() + "/" + terms.secret();
    }

    private final class Watching implements ResourceEventHandler<Secret> {
        @Override
        public void onAdd(Secret added) {
            see(added);
        }

        @Override
        public void onUpdate(Secret before, Secret after) {
            see(after);
        }

        @Override
        public void onDelete(Secret deleted, boolean stateUnknown) {
            upkeep.wake();
        }

        @Override
        public void onNothing() {
            upkeep.wake();
        }
    }
}
