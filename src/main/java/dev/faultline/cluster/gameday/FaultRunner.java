package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.LedgerRow.Verb;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.plan.Fault;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Injects faults, each once, and only on the very object that was chosen. */
public final class FaultRunner {
    private static final Logger LOG = Logger.getLogger(FaultRunner.class);
    private static final int TOO_MANY_REQUESTS = 429;

    private final FaultAccount account;
    private final ReplicaFault replicas;

    public FaultRunner(FaultAccount account) {
        this.account = account;
        this.replicas = new ReplicaFault(account);
    }

    /** @param run its uid, with which everything is marked that has to be put back */
    public record Scope(String namespace, String run) {}

    public Done inject(Scope scope, Entry entry, Fault fault) {
        try {
            var done = done(scope, entry, fault);
            try (var _ = LogScope.of(LogKeys.NAMESPACE, scope.namespace())
                    .and(LogKeys.OBJECT, entry.target().words())
                    .and(LogKeys.VERB, entry.deed().verb().name())
                    .and(LogKeys.OUTCOME, done.getClass().getSimpleName())) {
                LOG.info("Fault injected");
            }
            return done;
        } catch (KubernetesClientException e) {
            return refused(entry, e);
        }
    }

    private Done done(Scope scope, Entry entry, Fault fault) {
        return switch (fault) {
            case Fault.PodKill(var grace) -> kill(scope, entry, grace);
            case Fault.PodEvict _ -> evict(scope, entry);
            case Fault.ScaleTo(int wanted) -> replicas.inject(scope, entry, wanted);
            case Fault.Unsupported(var name) -> new Done.Refused(name + " is not carried out by this version");
        };
    }

    private Done kill(Scope scope, Entry entry, Optional<Duration> grace) {
        account.client()
                .raw(
                        "/api/v1/namespaces/" + scope.namespace() + "/pods/"
                                + entry.target().name(),
                        "DELETE",
                        options(entry, grace));
        return new Done.Applied();
    }

    private Done evict(Scope scope, Entry entry) {
        var eviction = new EvictionBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(scope.namespace())
                        .withName(entry.target().name())
                        .build())
                .withDeleteOptions(options(entry, Optional.empty()))
                .build();
        account.client()
                .raw(
                        "/api/v1/namespaces/" + scope.namespace() + "/pods/"
                                + entry.target().name() + "/eviction",
                        "POST",
                        eviction);
        return new Done.Applied();
    }

    /** The uid keeps it off another pod that has the name now, and off the same pod a second time. */
    private static DeleteOptions options(Entry entry, Optional<Duration> grace) {
        var options = new DeleteOptionsBuilder()
                .withApiVersion("v1")
                .withKind("DeleteOptions")
                .withNewPreconditions()
                .withUid(entry.target().uid())
                .endPreconditions();
        grace.ifPresent(length -> options.withGracePeriodSeconds(length.toSeconds()));
        return options.build();
    }

    private static Done refused(Entry entry, KubernetesClientException e) {
        if (Refusal.isUnclear(e)) {
            return new Done.Unclear(Refusal.words(e));
        }
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT ->
                new Done.Missed("it was gone, or not what it was, when its turn came");
            case TOO_MANY_REQUESTS ->
                entry.deed().verb() == Verb.Evict
                        ? new Done.Held("429: " + Refusal.words(e))
                        : new Done.Unclear(Refusal.words(e));
            default -> new Done.Refused(Refusal.words(e));
        };
    }
}
