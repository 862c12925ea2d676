package dev.faultline.policy.target;

import dev.faultline.api.TargetKind;
import dev.faultline.policy.mention.Template;
import dev.faultline.policy.trouble.Refusal;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment or StatefulSet, with all that a budget or a finding depends on.
 *
 * @param labels the workload's own labels, which a policy's {@code targetSelector} matches
 * @param selector the workload's pod selector, copied unchanged into its budget
 * @param podLabels labels of the pod template
 * @param template what its containers say
 * @param replacement how its pods are replaced
 * @param members the pods that run now
 * @param refusals pods that could not be created because of their sidecars
 */
public record Workload(
        Key key,
        Map<String, String> labels,
        Scale scale,
        LabelSelector selector,
        Map<String, String> podLabels,
        Template template,
        Replacement replacement,
        Storage storage,
        List<Member> members,
        List<Refusal> refusals) {

    /** What names a workload within its namespace. */
    public record Key(TargetKind kind, String name) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::kind).thenComparing(Key::name);

        /** The form used in status: {@code Deployment/web}. */
        public String attachedTo() {
            return kind + "/" + name;
        }

        /** @param attachedTo the form used in status */
        public static Key of(String attachedTo) {
            var slash = attachedTo.indexOf('/');
            return new Key(TargetKind.valueOf(attachedTo.substring(0, slash)), attachedTo.substring(slash + 1));
        }

        /** The workload of the other kind that bears the same name, if there is one. */
        public Key namesake() {
            return new Key(
                    switch (kind) {
                        case Deployment -> TargetKind.StatefulSet;
                        case StatefulSet -> TargetKind.Deployment;
                    },
                    name);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Who decides how many pods there are. */
    public sealed interface Scale {
        /** @param replicas wanted pods, 0 or more */
        record Fixed(int replicas) implements Scale {}

        /**
         * @param by the autoscaler, such as {@code HorizontalPodAutoscaler/web}
         * @param minimum fewest pods it may choose, 0 or more
         * @param replicas wanted pods at this moment
         */
        record Autoscaled(String by, int minimum, int replicas) implements Scale {}
    }

    /**
     * Where the pods keep their data.
     *
     * @param persistent whether the pods mount a PersistentVolumeClaim
     * @param scratch names of emptyDir (not memory) and hostPath volumes
     * @param volumeZones for each bound volume that is tied to zones, those zones
     */
    public record Storage(boolean persistent, List<String> scratch, List<Set<String>> volumeZones) {}

    /**
     * One pod.
     *
     * @param labels its labels, which may differ from the template's during a rollout
     * @param zone the zone of its node, empty while unscheduled or when the node has none
     * @param spread whether it got a topology spread that its template does not have
     */
    public record Member(
            String name,
            Map<String, String> labels,
            boolean ready,
            String zone,
            boolean spread,
            SidecarState sidecar) {}

    /** Pods that should run now. */
    public int replicas() {
        return switch (scale) {
            case Scale.Fixed(int replicas) -> replicas;
            case Scale.Autoscaled autoscaled -> autoscaled.replicas();
        };
    }

    /** Fewest pods that there may be. */
    public int fewest() {
        return switch (scale) {
            case Scale.Fixed(int replicas) -> replicas;
            case Scale.Autoscaled autoscaled -> autoscaled.minimum();
        };
    }

    /** Pods that are ready now. */
    public int readyMembers() {
        return (int) members.stream().filter(Member::ready).count();
    }

    /** Whether a selector selects the pods: those that run, or those that the template will make. */
    public boolean hasPodsSelectedBy(@Nullable LabelSelector other) {
        return SelectorMatch.matches(other, podLabels)
                || members.stream().anyMatch(member -> SelectorMatch.matches(other, member.labels()));
    }

    /** Voters needed for a majority of the wanted pods. */
    public int quorum() {
        return replicas() / 2 + 1;
    }
}
