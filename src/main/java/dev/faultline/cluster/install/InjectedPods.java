package dev.faultline.cluster.install;

import dev.faultline.cluster.WorkloadOf;
import dev.faultline.injection.sidecar.Sidecar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Pods that have their sidecar still: it works on as it is, and goes when they are restarted. */
record InjectedPods(List<Pod> pods) {
    private static final String DAEMON_SET = "DaemonSet";

    /** A cluster of thousands of workloads should not fill the screen. */
    private static final int MOST = 100;

    static InjectedPods among(List<Pod> pods) {
        return new InjectedPods(pods.stream().filter(InjectedPods::isInjected).toList());
    }

    private static boolean isInjected(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .anyMatch(container -> Sidecar.CONTAINER.equals(container.getName()));
    }

    Set<String> namespaces() {
        return pods.stream().map(pod -> pod.getMetadata().getNamespace()).collect(Collectors.toSet());
    }

    /** What to tell, with a command for each workload. */
    List<String> lines() {
        if (pods.isEmpty()) {
            return List.of("No pod has a sidecar");
        }
        var commands = new TreeMap<String, Integer>();
        pods.forEach(pod -> commands.merge(command(pod), 1, Integer::sum));
        var lines = new ArrayList<String>();
        lines.add(pods.size() + (pods.size() == 1 ? " pod has its" : " pods have their")
                + " sidecar still, with the last configuration. To take it away:");
        commands.entrySet().stream().limit(MOST).map(InjectedPods::line).forEach(lines::add);
        if (commands.size() > MOST) {
            lines.add("  and " + (commands.size() - MOST) + " more");
        }
        return List.copyOf(lines);
    }

    private static String line(Map.Entry<String, Integer> command) {
        return "  " + command.getKey() + "   # " + command.getValue() + (command.getValue() == 1 ? " pod" : " pods");
    }

    private static String command(Pod pod) {
        return restarted(pod)
                        .map(workload -> "kubectl rollout restart " + workload)
                        .orElseGet(
                                () -> "kubectl delete pod " + pod.getMetadata().getName())
                + " --namespace " + pod.getMetadata().getNamespace();
    }

    /** The workload whose restart brings the pod anew, as kubectl names it; empty where none does. */
    private static Optional<String> restarted(Pod pod) {
        return WorkloadOf.controlling(pod)
                .map(key -> key.kind().name().toLowerCase(Locale.ROOT) + "/" + key.name())
                .or(() -> pod.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .filter(owner -> owner.getKind().equals(DAEMON_SET))
                        .map(owner -> "daemonset/" + owner.getName())
                        .findFirst());
    }
}
