package dev.faultline.it.world;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Plain workloads and policies as people write them. Pods go at once when deleted: no kubelet would end them. */
public final class Manifests {
    private static final String POD_TEMPLATE = """
              template:
                metadata:
                  labels: {app: %1$s}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - {name: app, image: example.invalid/app}
            """;

    private Manifests() {}

    public static String deployment(String name, int replicas) {
        return ("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s
                  labels: {app: %1$s}
                spec:
                  replicas: %2$d
                  selector:
                    matchLabels: {app: %1$s}
                """ + POD_TEMPLATE).formatted(name, replicas);
    }

    public static String statefulSet(String name, int replicas) {
        return ("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: %1$s
                  labels: {app: %1$s}
                spec:
                  replicas: %2$d
                  serviceName: %1$s
                  podManagementPolicy: Parallel
                  selector:
                    matchLabels: {app: %1$s}
                """ + POD_TEMPLATE).formatted(name, replicas);
    }

    /** @param deployments names of the policy's targets */
    public static String policy(String name, String... deployments) {
        var refs = Arrays.stream(deployments)
                .map(deployment -> "{kind: Deployment, name: " + deployment + "}")
                .collect(Collectors.joining(", "));
        return policyWith(name, "targetRefs: [" + refs + "]");
    }

    /** @param lines of the spec */
    public static String policyWith(String name, String... lines) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata:
                  name: %s
                spec:
                """.formatted(name)
                + Arrays.stream(lines)
                        .flatMap(String::lines)
                        .map(line -> "  " + line + "\n")
                        .collect(Collectors.joining());
    }

    /** A budget as somebody else makes it. */
    public static String foreignBudget(String name, String app) {
        return """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata:
                  name: %s
                spec:
                  minAvailable: 1
                  selector:
                    matchLabels: {app: %s}
                """.formatted(name, app);
    }

    public static String autoscaler(String name, String deployment, int minimum) {
        return """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata:
                  name: %s
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
                  minReplicas: %d
                  maxReplicas: 9
                  metrics:
                  - type: Resource
                    resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
                """.formatted(name, deployment, minimum);
    }
}
