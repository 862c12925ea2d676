package dev.faultline.cluster.install;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Ends all runs of game days while there is still an operator to put back what they have changed. */
public final class RunsStop {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String ABORT = "{\"spec\":{\"abort\":true}}";

    /** The hook has 180 s, of which the operator's pods may take 75. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final KubernetesClient client;
    private final Consumer<String> say;

    RunsStop(KubernetesClient client, Consumer<String> say) {
        this.client = client;
        this.say = say;
    }

    Outcome run() {
        var live = live();
        if (live.isEmpty()) {
            return new Outcome.Done();
        }
        live.forEach(this::abort);
        say.accept("Runs of game days are told to end, and to put back what they have changed: " + names(live));
        if (!Waiting.until(PATIENCE, () -> live().isEmpty())) {
            return new Outcome.Failed("runs of game days are not over after " + PATIENCE.toSeconds() + " s: "
                    + names(live())
                    + "; see `kubectl describe gamedayrun`, then try again, or uninstall with --no-hooks"
                    + " and put back by hand what they have changed");
        }
        say.accept("All runs of game days are over");
        return new Outcome.Done();
    }

    private List<GameDayRun> live() {
        try {
            return client.resources(GameDayRun.class).inAnyNamespace().list().getItems().stream()
                    .filter(run -> run.getStatus() == null || run.getStatus().phase() != Phase.Complete)
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private void abort(GameDayRun run) {
        var named = new GameDayRun();
        named.setMetadata(new ObjectMetaBuilder()
                .withNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .build());
        client.resource(named).patch(MERGE, ABORT);
    }

    private static String names(List<GameDayRun> runs) {
        return runs.stream()
                .map(run -> run.getMetadata().getNamespace() + "/"
                        + run.getMetadata().getName())
                .collect(Collectors.joining(", "));
    }
}
