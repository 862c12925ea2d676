package dev.faultline.policy.budget;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Our PodDisruptionBudget as an object: its name, its owners, and how to tell it from other people's. */
public final class BudgetResource {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String FAULTLINE = "faultline";

    private static final String SUFFIX = "-faultline";

    /** Source: Kubernetes object names, DNS subdomain, RFC 1123. */
    private static final int LONGEST_NAME = 253;

    private static final int HASH_LENGTH = 10;

    private BudgetResource() {}

    /** @param neighbours every workload of the namespace: a name that both kinds bear gets the kind added */
    public static String name(Workload.Key key, Set<Workload.Key> neighbours) {
        var shared = key.kind() == TargetKind.StatefulSet
                && neighbours.contains(new Workload.Key(TargetKind.Deployment, key.name()));
        var full = key.name() + (shared ? "-" + key.kind().name().toLowerCase(Locale.ROOT) : "") + SUFFIX;
        if (full.length() <= LONGEST_NAME) {
            return full;
        }
        var kept = LONGEST_NAME - SUFFIX.length() - HASH_LENGTH - 1;
        return full.substring(0, kept) + "-" + hash(full) + SUFFIX;
    }

    /** All names that the workload's budget may have, whatever its neighbours are. */
    public static Set<String> possibleNames(Workload.Key key) {
        return key.kind() == TargetKind.StatefulSet
                ? Set.of(name(key, Set.of()), name(key, Set.of(new Workload.Key(TargetKind.Deployment, key.name()))))
                : Set.of(name(key, Set.of()));
    }

    /** The winner is the controller; each loser is an owner too, so that the budget outlives the winner. */
    public static PodDisruptionBudget of(
            String name, String namespace, Workload workload, BudgetTable.Decision.Keep budget, List<Claimant> owners) {
        var references = new ArrayList<OwnerReference>();
        for (var owner : owners) {
            references.add(owner(owner, references.isEmpty()));
        }
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(MANAGED_BY, FAULTLINE)
                .withOwnerReferences(references)
                .endMetadata()
                .withNewSpec()
                .withSelector(workload.selector())
                .withMaxUnavailable(budget.maxUnavailable())
                .withUnhealthyPodEvictionPolicy(budget.evictionPolicy().name())
                .endSpec()
                .build();
    }

    private static OwnerReference owner(Claimant policy, boolean controller) {
        return new OwnerReferenceBuilder()
                .withApiVersion(HasMetadata.getApiVersion(ResiliencePolicy.class))
                .withKind(HasMetadata.getKind(ResiliencePolicy.class))
                .withName(policy.name())
                .withUid(policy.uid())
                .withController(controller ? Boolean.TRUE : null)
                .build();
    }

    /** Whether a budget is ours: a policy owns it, or it bears both our label and a name that we give. */
    public static boolean isOurs(PodDisruptionBudget budget) {
        var metadata = budget.getMetadata();
        return metadata.getOwnerReferences().stream().anyMatch(BudgetResource::isPolicy)
                || (metadata.getName().endsWith(SUFFIX)
                        && metadata.getLabels() != null
                        && FAULTLINE.equals(metadata.getLabels().get(MANAGED_BY)));
    }

    public static boolean isOwnedBy(PodDisruptionBudget budget, String policyUid) {
        return budget.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(policyUid));
    }

    private static boolean isPolicy(OwnerReference owner) {
        return HasMetadata.getKind(ResiliencePolicy.class).equals(owner.getKind())
                && owner.getApiVersion().startsWith(HasMetadata.getGroup(ResiliencePolicy.class) + "/");
    }

    /** Names of budgets of someone else that select the workload's pods, sorted. */
    public static List<String> foreign(Workload workload, List<PodDisruptionBudget> budgets) {
        return foreignBudgets(workload, budgets).stream()
                .map(budget -> budget.getMetadata().getName())
                .sorted()
                .toList();
    }

    static List<PodDisruptionBudget> foreignBudgets(Workload workload, List<PodDisruptionBudget> budgets) {
        return budgets.stream()
                .filter(budget -> !isOurs(budget)
                        && workload.hasPodsSelectedBy(budget.getSpec().getSelector()))
                .toList();
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
