package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.run.Facts.Clearance;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where faults may be injected. Two people have to agree: who installs the operator names the namespace, and who owns
 * the namespace labels it.
 */
public final class Grounds {
    /** Source: Kubernetes, the namespaces that a cluster begins with. */
    private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

    private final String own;
    private final Set<String> named;
    private final Predicate<String> labelled;

    /**
     * @param own the operator's namespace
     * @param named those that the installation names
     * @param labelled whether a namespace has label {@link Marks#CHAOS}
     */
    public Grounds(String own, Set<String> named, Predicate<String> labelled) {
        this.own = own;
        this.named = named;
        this.labelled = labelled;
    }

    /** Why not; empty where they may be. */
    public Optional<Clearance.Refused> refusal(String namespace) {
        if (SYSTEM.contains(namespace) || own.equals(namespace)) {
            return refused(
                    OutcomeReason.NamespaceProtected,
                    "faults are never injected in namespace " + namespace
                            + ", which the cluster or the operator needs");
        }
        if (!named.contains(namespace)) {
            return refused(
                    OutcomeReason.NamespaceNotEnabled,
                    "namespace " + namespace + " is not in gameDays.namespaces of the chart: add it there");
        }
        return labelled.test(namespace)
                ? Optional.empty()
                : refused(
                        OutcomeReason.NamespaceNotEnabled,
                        "namespace " + namespace + " does not have the label " + Marks.CHAOS + "=" + Marks.ENABLED
                                + ": kubectl label namespace " + namespace + " " + Marks.CHAOS + "=" + Marks.ENABLED);
    }

    private static Optional<Clearance.Refused> refused(OutcomeReason reason, String message) {
        return Optional.of(new Clearance.Refused(reason, message));
    }
}
