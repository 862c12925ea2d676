package dev.faultline.cluster.install;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.policy.budget.BudgetResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What must happen before the installer takes the operator away: the operator stops, what it has made for itself goes,
 * and people are told what stays.
 */
public final class Uninstall {
    private static final Remains.Kinds KINDS = new Remains.Kinds(
            HasMetadata.getFullResourceName(ResiliencePolicy.class),
            HasMetadata.getFullResourceName(HealthProbe.class),
            HasMetadata.getFullResourceName(GameDay.class),
            HasMetadata.getFullResourceName(GameDayRun.class));

    /** The grace of the operator's pods is 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final KubernetesClient client;
    private final Installation installation;
    private final Consumer<String> say;

    /**
     * @param deployment the operator's
     * @param lease the operator's
     * @param crdsGo whether the installer removes the CRDs too, and with them all policies
     */
    public record Installation(String namespace, String deployment, String lease, boolean crdsGo) {}

    public Uninstall(KubernetesClient client, Installation installation, Consumer<String> say) {
        this.client = client;
        this.installation = installation;
        this.say = say;
    }

    public Outcome run() {
        if (new RunsStop(client, say).run() instanceof Outcome.Failed failed) {
            return failed;
        }
        if (stopOperator() instanceof Outcome.Failed failed) {
            return failed;
        }
        deleteLease();
        new Removal(client, installation.namespace(), say).run();
        sayWhatStays();
        return new Outcome.Done();
    }

    private Outcome stopOperator() {
        var scaled = found(this::scaleToZero);
        if (scaled.isEmpty()) {
            say.accept("There is no Deployment " + installation.deployment() + ", so no operator runs");
            return new Outcome.Done();
        }
        say.accept("Deployment " + installation.deployment() + " is scaled to 0");
        return awaitNoPods(scaled.get().getStatus().getSelector());
    }

    private Scale scaleToZero() {
        return client.apps()
                .deployments()
                .inNamespace(installation.namespace())
                .withName(installation.deployment())
                .scale(new ScaleBuilder()
                        .withNewMetadata()
                        .withNamespace(installation.namespace())
                        .withName(installation.deployment())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(0)
                        .endSpec()
                        .build());
    }

    /** A pod that is ending may still write, so it counts until it is gone. */
    private Outcome awaitNoPods(String selector) {
        var pods = client.pods().inNamespace(installation.namespace()).withLabelSelector(selector);
        if (!Waiting.until(PATIENCE, () -> pods.list().getItems().isEmpty())) {
            return new Outcome.Failed("pods of the operator are still there after " + PATIENCE.toSeconds()
                    + " s; see `kubectl get pods --namespace " + installation.namespace() + " --selector " + selector
                    + "`, then try again, or uninstall with --no-hooks");
        }
        say.accept("The operator's pods are gone");
        return new Outcome.Done();
    }

    private void deleteLease() {
        client.leases()
                .inNamespace(installation.namespace())
                .withName(installation.lease())
                .delete();
        say.accept("Lease " + installation.lease() + " is deleted");
    }

    private void sayWhatStays() {
        var budgets = client.policy()
                .v1()
                .podDisruptionBudget()
                .inAnyNamespace()
                .withLabel(BudgetResource.MANAGED_BY, BudgetResource.FAULTLINE)
                .list()
                .getItems()
                .size();
        new Remains(count(ResiliencePolicy.class), count(HealthProbe.class), count(GameDay.class), budgets)
                .words(KINDS, installation.crdsGo())
                .forEach(say);
    }

    private int count(Class<? extends HasMetadata> kind) {
        return found(() -> client.resources(kind)
                        .inAnyNamespace()
                        .list()
                        .getItems()
                        .size())
                .orElse(0);
    }

    /** Empty when what is asked for, or its whole kind, is not there. */
    private static <T> Optional<T> found(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
