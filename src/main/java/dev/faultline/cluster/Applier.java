package dev.faultline.cluster;

import dev.faultline.policy.PolicyPlan;
import dev.faultline.policy.budget.BudgetResource;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metric.Verb;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes budgets as planned: creates first, changes only what differs, and touches nothing of anybody else's. */
public final class Applier {
    public static final String FIELD_MANAGER = "faultline";

    /** How long the disruption controller gets to count the pods of a budget before status says that it has not. */
    public static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Applier.class);

    private final KubernetesClient client;
    private final Observed observed;
    private final Metrics metrics;
    private final Clock clock;
    private final Map<String, Write> writes = new ConcurrentHashMap<>();
    private final Refusals refusals;

    public Applier(KubernetesClient client, Observed observed, Metrics metrics, Clock clock) {
        this.client = client;
        this.observed = observed;
        this.metrics = metrics;
        this.clock = clock;
        this.refusals = new Refusals(SETTLING, clock);
    }

    /** What was done to one budget. */
    public record Done(Verb verb, PodDisruptionBudget budget) {}

    /** The last write of a budget, and the version it replaced: until the cache moves on, it is not repeated. */
    private record Write(
            Instant at, @Nullable String replaced, @Nullable PodDisruptionBudget wanted) {
        boolean isFresh(Instant now) {
            return at.plus(SETTLING).isAfter(now);
        }

        /** A budget that somebody has deleted looks just like one that has not arrived yet, hence the bound in time. */
        boolean isUnseen(@Nullable PodDisruptionBudget cached, Instant now) {
            return isFresh(now) && Objects.equals(replaced, versionOf(cached));
        }
    }

    private static @Nullable String versionOf(@Nullable PodDisruptionBudget budget) {
        return budget == null ? null : budget.getMetadata().getResourceVersion();
    }

    public List<Done> apply(PolicyPlan plan) {
        return switch (plan) {
            case PolicyPlan.Rejected _ -> List.of();
            case PolicyPlan.Planned planned -> {
                var done = new ArrayList<Done>();
                planned.wanted().forEach(wanted -> apply(wanted).ifPresent(done::add));
                planned.unwanted().forEach(unwanted -> delete(unwanted).ifPresent(done::add));
                yield List.copyOf(done);
            }
        };
    }

    /** Whether a budget was written or refused so recently that its controller or the watch has yet to tell of it. */
    public boolean isSettling(PolicyPlan plan) {
        return plan instanceof PolicyPlan.Planned planned
                && (planned.isWaitingForCount() && planned.wanted().stream().anyMatch(this::isFresh)
                        || Stream.concat(planned.wanted().stream(), planned.unwanted().stream())
                                .anyMatch(budget -> refusals.has(key(budget))));
    }

    private boolean isFresh(PodDisruptionBudget wanted) {
        var last = writes.get(key(wanted));
        return last != null && last.isFresh(clock.instant());
    }

    private Optional<Done> apply(PodDisruptionBudget wanted) {
        var cached = cached(wanted).orElse(null);
        var last = writes.get(key(wanted));
        if (last != null && last.isUnseen(cached, clock.instant()) && wanted.equals(last.wanted())) {
            return Optional.empty();
        }
        if (cached == null) {
            return create(wanted);
        }
        if (matches(wanted, cached)) {
            refusals.forget(key(wanted));
            return Optional.empty();
        }
        return update(wanted, cached);
    }

    private Optional<Done> create(PodDisruptionBudget wanted) {
        try {
            client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            return refused(wanted, null, e);
        }
        return Optional.of(done(Verb.Created, wanted, null));
    }

    /**
     * A JSON patch, since an apply cannot take back what a create or another manager has set: a budget changed by hand
     * to minAvailable, say. Its tests fail if somebody else's budget has taken the name meanwhile, or if the budget has been changed.
     */
    private Optional<Done> update(PodDisruptionBudget wanted, PodDisruptionBudget cached) {
        try {
            client.resource(cached)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON)
                                    .withFieldManager(FIELD_MANAGER)
                                    .build(),
                            BudgetPatch.of(wanted, cached));
        } catch (KubernetesClientException e) {
            return refused(wanted, cached, e);
        }
        return Optional.of(done(Verb.Updated, wanted, cached));
    }

    private Optional<Done> delete(PodDisruptionBudget unwanted) {
        var last = writes.get(key(unwanted));
        if (last != null && last.wanted() == null && last.isUnseen(unwanted, clock.instant())) {
            return Optional.empty();
        }
        try {
            client.resource(unwanted)
                    .lockResourceVersion(unwanted.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            return refused(unwanted, unwanted, e);
        }
        return Optional.of(done(Verb.Deleted, unwanted, unwanted));
    }

    private Optional<Done> refused(
            PodDisruptionBudget budget, @Nullable PodDisruptionBudget cached, KubernetesClientException e) {
        refusals.add(key(budget), Objects.requireNonNullElse(versionOf(cached), ""), e);
        LOG.debugf("Budget has changed meanwhile, waiting for the watch. name=%s", key(budget));
        return Optional.empty();
    }

    private Done done(Verb verb, PodDisruptionBudget budget, @Nullable PodDisruptionBudget replaced) {
        refusals.forget(key(budget));
        var now = clock.instant();
        writes.values().removeIf(write -> !write.isFresh(now));
        writes.put(key(budget), new Write(now, versionOf(replaced), verb == Verb.Deleted ? null : budget));
        metrics.budgetWritten(verb);
        try (var _ = LogScope.of(LogKeys.NAMESPACE, budget.getMetadata().getNamespace())
                .and(LogKeys.BUDGET, budget.getMetadata().getName())
                .and(LogKeys.VERB, verb.name())) {
            LOG.info("Budget written");
        }
        return new Done(verb, budget);
    }

    private Optional<PodDisruptionBudget> cached(PodDisruptionBudget wanted) {
        return observed.budget(
                wanted.getMetadata().getNamespace(), wanted.getMetadata().getName());
    }

    private static String key(PodDisruptionBudget budget) {
        return budget.getMetadata().getNamespace() + "/" + budget.getMetadata().getName();
    }

    private static boolean matches(PodDisruptionBudget wanted, PodDisruptionBudget cached) {
        return wanted.getSpec().equals(cached.getSpec())
                && owners(wanted.getMetadata()).equals(owners(cached.getMetadata()))
                && BudgetResource.FAULTLINE.equals(
                        WorkloadReader.labels(cached.getMetadata().getLabels()).get(BudgetResource.MANAGED_BY));
    }

    private record Owner(String uid, boolean controller) {}

    private static Set<Owner> owners(ObjectMeta metadata) {
        var owners = new HashSet<Owner>();
        for (OwnerReference owner : metadata.getOwnerReferences()) {
            owners.add(new Owner(owner.getUid(), Boolean.TRUE.equals(owner.getController())));
        }
        return owners;
    }
}
