package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.LedgerRow.Verb;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Puts back what faults have changed. It needs nobody's leave: neither the Lease nor an open window. */
public final class Reverter {
    private static final Logger LOG = Logger.getLogger(Reverter.class);

    private final ReplicaFault replicas;
    private final Predicate<String> ending;

    /** @param ending whether a namespace is being deleted, with all that is in it */
    public Reverter(FaultAccount account, Predicate<String> ending) {
        this.replicas = new ReplicaFault(account);
        this.ending = ending;
    }

    public Done revert(FaultRunner.Scope scope, Entry entry) {
        try {
            var done = entry.deed().verb() == Verb.Scale ? replicas.revert(scope, entry) : new Done.Reverted("");
            told(scope.namespace(), entry.target().words(), done);
            return done;
        } catch (KubernetesClientException e) {
            // With the namespace its bindings go, and what was changed goes too.
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && ending.test(scope.namespace())
                    ? new Done.Reverted("its namespace is being deleted")
                    : new Done.NotReverted(Refusal.words(e));
        }
    }

    /**
     * Puts back what stands on a marked workload, whoever's it was.
     *
     * @throws KubernetesClientException when the API server does not do it
     */
    void revert(HasMetadata marked) {
        var done = replicas.revert(marked);
        told(
                marked.getMetadata().getNamespace(),
                marked.getKind() + "/" + marked.getMetadata().getName(),
                done);
    }

    private static void told(String namespace, String object, Done done) {
        try (var _ = LogScope.of(LogKeys.NAMESPACE, namespace)
                .and(LogKeys.OBJECT, object)
                .and(LogKeys.OUTCOME, done.getClass().getSimpleName())) {
            LOG.info("Fault reverted");
        }
    }
}
