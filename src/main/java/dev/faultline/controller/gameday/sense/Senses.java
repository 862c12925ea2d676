package dev.faultline.controller.gameday.sense;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Place;
import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.Reading;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.gameday.signal.SignalRecollection;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.net.Rhythm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Listens to the signals of runs while this replica leads. Each is asked in its own rhythm on a thread of its own, so one that
 * hangs delays no other; a probe is asked in memory. Without a run nothing is done at all.
 */
public final class Senses implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Senses.class);

    /** A second is as exact as times are told. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    /** What Prometheus knows changes with its scrapes, which come each 15 s or more. */
    private static final Duration SELDOM = Duration.ofSeconds(5);

    private final Rhythm rhythm;
    private final Sounding sounding;
    private final World world;
    private final Map<String, Vigil> vigils = new ConcurrentHashMap<>();

    public Senses(Rhythm rhythm, Sounding sounding, World world) {
        this.rhythm = rhythm;
        this.sounding = sounding;
        this.world = world;
    }

    /**
     * What listening has to do with besides.
     *
     * @param watchedUntil until when somebody listened before this replica did; empty where nobody has
     * @param moved told of a run one of whose signals has turned
     */
    public record World(Supplier<Optional<Instant>> watchedUntil, Consumer<Place> moved) {}

    /** From now on the run is listened to; after a restart it goes on from what its status says. */
    public void keep(GameDayRun run, Watchlist list) {
        var uid = uid(run);
        var vigil = vigils.computeIfAbsent(uid, _ -> new Vigil(Place.of(run), list, recalled(run), sounding.now()));
        vigil.remember(run);
        vigil.signals()
                .forEach((name, signal) ->
                        rhythm.keep(beat(uid, name), period(signal), () -> listen(uid, name, signal)));
    }

    private static Duration period(Signal signal) {
        return switch (signal) {
            case Signal.Probe _, Signal.Http _ -> OFTEN;
            case Signal.PromQl _ -> SELDOM;
        };
    }

    private Observed recalled(GameDayRun run) {
        var status = run.getStatus();
        return status == null
                ? Observed.NOTHING
                : SignalRecollection.of(
                        status.signals(), world.watchedUntil().get().orElse(Instant.EPOCH));
    }

    /** A uid has no blank. */
    private static String beat(String uid, String name) {
        return uid + " " + name;
    }

    private void listen(String uid, String name, Signal signal) {
        var vigil = vigils.get(uid);
        if (vigil != null) {
            listen(vigil, name, signal);
        }
    }

    private void listen(Vigil vigil, String name, Signal signal) {
        if (vigil.hear(name, readings(vigil, name, signal))) {
            world.moved().accept(vigil.run());
        }
    }

    /** An error of ours says nothing of the other side. */
    private Function<Track, List<Reading>> readings(Vigil vigil, String name, Signal signal) {
        try {
            return sounding.take(vigil, name, signal);
        } catch (RuntimeException e) {
            LOG.error("A signal could not be asked, and is asked again", e);
            return sounding.failed();
        }
    }

    /** What users feel is seen at once where pods are counted. */
    public void changed(Cached.Change change) {
        if (vigils.isEmpty() || !isCounted(change.states().getFirst())) {
            return;
        }
        var namespace = change.states().getFirst().getMetadata().getNamespace();
        vigils.values().stream()
                .filter(vigil -> vigil.run().namespace().equals(namespace))
                .forEach(vigil -> {
                    if (vigil.signals().get(Watchlist.SLI) instanceof Signal.Probe sli) {
                        listen(vigil, Watchlist.SLI, sli);
                    }
                });
    }

    private static boolean isCounted(HasMetadata resource) {
        return resource instanceof Pod || resource instanceof Deployment || resource instanceof StatefulSet;
    }

    /** What was heard; of a run that is not listened to, what its status says. */
    public Observed observed(GameDayRun run) {
        var vigil = vigils.get(uid(run));
        return vigil == null ? recalled(run) : vigil.observed();
    }

    public void forget(GameDayRun run) {
        Optional.ofNullable(vigils.remove(uid(run)))
                .ifPresent(vigil -> vigil.signals().keySet().forEach(name -> rhythm.drop(beat(uid(run), name))));
    }

    private static String uid(GameDayRun run) {
        return run.getMetadata().getUid();
    }

    @Override
    public void close() {
        rhythm.close();
        vigils.clear();
    }
}
