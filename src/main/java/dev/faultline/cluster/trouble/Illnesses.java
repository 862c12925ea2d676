package dev.faultline.cluster.trouble;

import dev.faultline.policy.trouble.Symptom;
import dev.faultline.policy.trouble.Trouble;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Since when each pod has been in trouble, as far as this process has seen: a kubelet does not tell. */
public final class Illnesses {
    /** Then a pod that is gone meanwhile is forgotten. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    public Illnesses(InstantSource clock) {
        this.clock = clock;
    }

    public Trouble of(Pod pod) {
        var symptom = Symptom.of(pod);
        var metadata = pod.getMetadata();
        if (symptom.kind() == Symptom.Kind.None) {
            seen.remove(metadata.getUid());
            return Trouble.NONE;
        }
        var now = clock.instant();
        seen.values().removeIf(first -> first.isBefore(now.minus(LONGEST)));
        var first = seen.computeIfAbsent(metadata.getUid(), _ -> now);
        return new Trouble(symptom, Duration.between(first, now), Instant.parse(metadata.getCreationTimestamp()));
    }
}
