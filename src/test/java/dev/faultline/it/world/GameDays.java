package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Game days for tests, and runs that end as a test says. */
public final class GameDays {
    private GameDays() {}

    /** Kills a pod of a workload that nobody has; its runs do nothing. */
    public static String manifest(String name, String... lines) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDay
                metadata: {name: %s}
                spec:
                  %s
                  runTemplate:
                    spec:
                      activeDeadline: 1m
                      steps: [{name: kill, fault: {podKill: {}}, targets: [{kind: Deployment, name: nobody}]}]
                """.formatted(name, String.join("\n  ", lines));
    }

    /** Lets the operator's own account write how runs end, which nobody else may. */
    public static KubernetesClient judge(TestNamespace namespace) {
        namespace.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: judge}
                rules:
                - {apiGroups: [faultline.dev], resources: [gamedayruns], verbs: [get, list]}
                - {apiGroups: [faultline.dev], resources: [gamedayruns/status], verbs: [get, update, patch]}
                """, """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: judge}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: judge}
                subjects: [{kind: ServiceAccount, name: faultline, namespace: %s}]
                """.formatted(ApiServer.OPERATOR_NAMESPACE));
        return OperatorAccount.ACCOUNT.client();
    }

    /** Says of a run that it is over. */
    public static void complete(KubernetesClient judge, GenericKubernetesResource run, Map<String, Object> status) {
        var outcome = Objects.toString(status.get("outcome"));
        var all = new HashMap<String, Object>(status);
        all.put("phase", "Complete");
        all.put(
                "conditions",
                List.of(Map.of(
                        "type", "Complete",
                        "status", "True",
                        "reason", outcome,
                        "message", "said by a test",
                        "lastTransitionTime", "2027-03-10T10:00:00Z")));
        judge.genericKubernetesResources(TestNamespace.POLICY_API, "GameDayRun")
                .inNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .editStatus(current -> {
                    current.setAdditionalProperty("status", all);
                    return current;
                });
    }
}
