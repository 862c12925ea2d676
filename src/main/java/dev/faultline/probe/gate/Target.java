package dev.faultline.probe.gate;

import dev.faultline.probe.pod.PodBook;
import dev.faultline.probe.pod.PodRef;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A workload that a probe watches, and its pods.
 *
 * @param workload such as {@code Deployment/web}
 * @param ports numbers of the named container ports of its pods
 * @param pods that have not ended and are not being deleted
 */
public record Target(String workload, Map<String, Integer> ports, List<Member> pods) {

    /**
     * One pod.
     *
     * @param address empty until it has one
     * @param containersReady whether it would be in service if it were not for the gate
     */
    public record Member(PodRef ref, String address, boolean containersReady, GatedPod.Condition condition) {
        /** A pod that starts, or that its kubelet takes for broken, is not asked. */
        public boolean isAsked() {
            return containersReady && !address.isEmpty();
        }
    }

    /** @param port a number, or a name; empty where no container has a port of that name */
    public OptionalInt port(String port) {
        if (port.chars().allMatch(Character::isDigit)) {
            return OptionalInt.of(Integer.parseInt(port));
        }
        var named = ports.get(port);
        return named == null ? OptionalInt.empty() : OptionalInt.of(named);
    }

    /** The pods, as they are judged by the checks that weigh. */
    List<GatedPod> judged(PodBook book, Collection<String> weighing) {
        return pods.stream()
                .map(pod -> new GatedPod(
                        pod.ref().uid(),
                        pod.ref().name(),
                        pod.containersReady(),
                        pod.condition(),
                        book.verdict(pod.ref().uid(), weighing)))
                .toList();
    }
}
