package dev.faultline.policy.rollout;

import dev.faultline.policy.target.Replacement.Manner;
import dev.faultline.policy.target.Workload;

/** What a person types so that the pods of a workload are made anew. */
public final class Remedy {
    private static final String BY_HAND = "delete the pods that lack it, one by one";

    private Remedy() {}

    public static String of(Workload workload, String namespace) {
        return switch (workload.replacement().manner()) {
            case Manner.Rolling _, Manner.AllAtOnce _ -> rollout("restart", workload.key(), namespace);
            case Manner.Paused _ ->
                rollout("resume", workload.key(), namespace) + " && " + rollout("restart", workload.key(), namespace);
            case Manner.OnDelete _, Manner.Partitioned _ -> BY_HAND;
        };
    }

    static String status(Workload.Key key, String namespace) {
        return rollout("status", key, namespace);
    }

    private static String rollout(String verb, Workload.Key key, String namespace) {
        var kind = switch (key.kind()) {
            case Deployment -> "deployment/";
            case StatefulSet -> "statefulset/";
        };
        return "kubectl rollout " + verb + " " + kind + key.name() + " -n " + namespace;
    }
}
