package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.index.Place;
import dev.faultline.telemetry.LogScope;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Runs that are being deleted are taken to their end here, each by a thread of its own: the framework leaves them to who
 * has it look after the finalizer, and that it does on every replica. Source: QOSDK 7.7, which does not pass on
 * triggerReconcilerOnAllEvents.
 */
public final class RunDepartures {
    private static final Logger LOG = Logger.getLogger(RunDepartures.class);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final RunPass pass;
    private final RunTrouble trouble;
    private final BooleanSupplier leading;
    private final Set<Place> leaving = ConcurrentHashMap.newKeySet();

    public RunDepartures(RunPass pass, RunTrouble trouble, BooleanSupplier leading) {
        this.pass = pass;
        this.trouble = trouble;
        this.leading = leading;
    }

    /** @param found the run as it is known then; empty once it is gone */
    void begin(Place run, Function<Place, Optional<GameDayRun>> found) {
        if (leading.getAsBoolean() && leaving.add(run)) {
            Thread.ofVirtual().name("departure").start(() -> go(run, found));
        }
    }

    private void go(Place place, Function<Place, Optional<GameDayRun>> found) {
        LogScope.dropInherited();
        try {
            var run = found.apply(place);
            while (run.isPresent() && run.get().isMarkedForDeletion() && leading.getAsBoolean()) {
                Thread.sleep(turn(run.get()));
                run = found.apply(place);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leaving.remove(place);
        }
    }

    private Duration turn(GameDayRun run) {
        try {
            return pass.of(run).filter(wait -> wait.compareTo(LONGEST) < 0).orElse(LONGEST);
        } catch (RuntimeException e) {
            LOG.debugf("A run that is being deleted is in trouble. cause=%s", e.getMessage());
            trouble.report(run, e);
            return LONGEST;
        }
    }
}
