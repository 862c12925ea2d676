package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.cluster.cache.ResourceVersion;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs as they are stored, written by compare-and-swap: who has not seen the newest state writes nothing. Server-side
 * apply would not keep out a leader that has been deposed and does not know it yet.
 */
public final class RunStore {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    /** Characters of a status that is only a plan yet; the whole status stays under 100 KiB. */
    private static final int LARGEST_PLAN = 60 * 1024;

    private final KubernetesClient client;
    private final Metrics metrics;
    private final Map<String, GameDayRun> written = new ConcurrentHashMap<>();

    /** @param client asks once */
    public RunStore(KubernetesClient client, Metrics metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    /** Whether a status would leave too little room for what the run adds to it. */
    public static boolean isTooLarge(GameDayRunStatus status) {
        return Serialization.asJson(status).length() > LARGEST_PLAN;
    }

    /** The newest that is known: the cache may not have what this process has written last. */
    public GameDayRun newest(GameDayRun cached) {
        return Optional.ofNullable(written.get(cached.getMetadata().getUid()))
                .filter(own -> ResourceVersion.of(own) > ResourceVersion.of(cached))
                .orElse(cached);
    }

    /**
     * Writes the status, if the run is still as it is here.
     *
     * @return whether it was; if not, somebody else has written, and all that was thought is void
     */
    public boolean swap(GameDayRun run, GameDayRunStatus status) {
        var changed = new GameDayRun();
        changed.setMetadata(new ObjectMetaBuilder()
                .withName(run.getMetadata().getName())
                .withNamespace(run.getMetadata().getNamespace())
                .withUid(run.getMetadata().getUid())
                .withResourceVersion(run.getMetadata().getResourceVersion())
                .build());
        changed.setSpec(null);
        changed.setStatus(status);
        var done = isWritten(run, () -> client.resource(changed).updateStatus());
        if (done) {
            metrics.statusWritten();
        }
        return done;
    }

    /** Sees to it that the run is not gone before all is put back. */
    public boolean hold(GameDayRun run) {
        var finalizers = new ArrayList<>(run.getMetadata().getFinalizers());
        finalizers.add(Marks.FINALIZER);
        return finalizers(run, finalizers);
    }

    /** Our own finalizer goes; those of others stay. */
    public boolean release(GameDayRun run) {
        var finalizers = new ArrayList<>(run.getMetadata().getFinalizers());
        finalizers.remove(Marks.FINALIZER);
        return finalizers(run, finalizers);
    }

    private boolean finalizers(GameDayRun run, List<String> finalizers) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("uid", run.getMetadata().getUid());
        metadata.put("resourceVersion", run.getMetadata().getResourceVersion());
        metadata.put("finalizers", finalizers);
        var patch = Serialization.asJson(Map.of("metadata", metadata));
        var named = new GameDayRun();
        named.setMetadata(new ObjectMetaBuilder()
                .withName(run.getMetadata().getName())
                .withNamespace(run.getMetadata().getNamespace())
                .build());
        return isWritten(run, () -> client.resource(named).patch(MERGE, patch));
    }

    private boolean isWritten(GameDayRun run, Write write) {
        try {
            written.put(run.getMetadata().getUid(), write.written());
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            written.remove(run.getMetadata().getUid());
            return false;
        }
    }

    @FunctionalInterface
    private interface Write {
        GameDayRun written();
    }

    public void forget(GameDayRun run) {
        written.remove(run.getMetadata().getUid());
    }
}
