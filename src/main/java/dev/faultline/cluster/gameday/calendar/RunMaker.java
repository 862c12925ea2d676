package dev.faultline.cluster.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRef;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunSpec;
import dev.faultline.cluster.index.Place;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes runs of a game day, ends them and removes them. The name is the lock: of all who would make the run of a minute,
 * one does.
 */
public final class RunMaker {
    /** Label of a run: the game day that has made it. */
    public static final String GAME_DAY = "faultline.dev/gameday";

    /** Annotation of a run: the minute of the schedule, RFC 3339 in the time zone of the game day. */
    public static final String SCHEDULED_FOR = "faultline.dev/scheduled-for";

    private static final Logger LOG = Logger.getLogger(RunMaker.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Function<Place, Optional<GameDayRun>> known;

    /**
     * @param client asks once: what is not done now is decided anew
     * @param known runs that a watch has told of
     */
    public RunMaker(KubernetesClient client, Function<Place, Optional<GameDayRun>> known) {
        this.client = client;
        this.known = known;
    }

    /** What came of making a run. */
    public sealed interface Made {
        record New(GameDayRun run) implements Made {}

        /** This game day has it already. */
        record There() implements Made {}

        /** @param message who has the name, and the next step */
        record Taken(String message) implements Made {}
    }

    /** @param scheduledFor RFC 3339 */
    public Made make(GameDay day, String name, String scheduledFor) {
        try {
            var run = client.resource(run(day, name, scheduledFor)).create();
            log("Run made", run);
            return new Made.New(run);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return existing(day, name).orElseThrow(() -> e);
        }
    }

    /** Empty while the watch has not told of it. */
    private Optional<Made> existing(GameDay day, String name) {
        var uid = day.getMetadata().getUid();
        return known.apply(new Place(day.getMetadata().getNamespace(), name))
                .map(run -> run.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> owner.getUid().equals(uid))
                        ? new Made.There()
                        : new Made.Taken(
                                "GameDayRun %s is there and this GameDay has not made it; delete it, or call it"
                                                .formatted(name)
                                        + " otherwise"));
    }

    private static GameDayRun run(GameDay day, String name, String scheduledFor) {
        var owner = day.getMetadata();
        var run = new GameDayRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withNamespace(owner.getNamespace())
                .withName(name)
                .addToLabels(GAME_DAY, owner.getName())
                .addToAnnotations(SCHEDULED_FOR, scheduledFor)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(day.getApiVersion())
                        .withKind(day.getKind())
                        .withName(owner.getName())
                        .withUid(owner.getUid())
                        .withController(true)
                        .build())
                .build());
        run.setSpec(new GameDayRunSpec(new GameDayRef(owner.getName()), null, null, null, null, null, null));
        return run;
    }

    /** Tells a run to end; who has been told already hears nothing new. */
    public void end(GameDayRun run) {
        var patch = Serialization.asJson(Map.of(
                "metadata", Map.of("uid", run.getMetadata().getUid()),
                "spec", Map.of("abort", true)));
        if (isDone(() -> client.resource(named(run)).patch(MERGE, patch))) {
            log("Run told to end", run);
        }
    }

    /** Removes a run that is still as it was judged. */
    public void remove(GameDayRun run) {
        if (isDone(() -> client.resource(named(run))
                .lockResourceVersion(run.getMetadata().getResourceVersion())
                .delete())) {
            log("Run removed", run);
        }
    }

    /** A run that is gone, another one, or changed since is not touched: its watch tells what it is now. */
    private static boolean isDone(Runnable write) {
        try {
            write.run();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    /** Of an object that is given the client asks for no other. */
    private static GameDayRun named(GameDayRun run) {
        var named = new GameDayRun();
        named.setMetadata(new ObjectMetaBuilder()
                .withNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .build());
        return named;
    }

    private static void log(String what, GameDayRun run) {
        try (var _ = LogScope.of(LogKeys.NAMESPACE, run.getMetadata().getNamespace())
                .and(LogKeys.RUN, run.getMetadata().getName())) {
            LOG.info(what);
        }
    }
}
