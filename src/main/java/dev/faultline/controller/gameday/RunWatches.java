package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Place;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** From what has been learned to the runs that must look again. */
public final class RunWatches extends AbstractEventSource<HasMetadata, GameDayRun>
        implements ResourceEventAware<GameDayRun> {
    private final Consumer<GameDayRun> forget;
    private final RunDepartures departures;
    private final List<Consumer<GameDayRun>> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<RunIndex> runs = Optional.empty();

    /** @param forget drops what is remembered of a run that is gone */
    public RunWatches(Consumer<GameDayRun> forget, RunDepartures departures) {
        super(HasMetadata.class, "targets");
        this.forget = forget;
        this.departures = departures;
    }

    RunWatches over(RunIndex index) {
        runs = Optional.of(index);
        return this;
    }

    /** All there are; none until they are known. */
    public Stream<GameDayRun> all() {
        return runs.stream().flatMap(RunIndex::all);
    }

    /** Those of a namespace; none until they are known. */
    public Stream<GameDayRun> in(String namespace) {
        return runs.stream().flatMap(index -> index.in(namespace));
    }

    public Stream<GameDayRun> live() {
        return all().filter(RunIndex::isLive);
    }

    public long liveCount() {
        return live().count();
    }

    /** Runs that are not over look again first, as after taking over from another replica. */
    public void wakeAll() {
        all().filter(run -> RunIndex.isLive(run) || run.isMarkedForDeletion())
                .map(Place::of)
                .forEach(this::wake);
    }

    /** A run looks again, if it is still there. */
    public void wake(Place run) {
        at(run).filter(_ -> isRunning()).ifPresent(found -> {
            if (found.isMarkedForDeletion()) {
                departures.begin(run, this::at);
            } else {
                getEventHandler().handleEvent(new Event(new ResourceID(run.name(), run.namespace())));
            }
        });
    }

    private Optional<GameDayRun> at(Place run) {
        return runs.flatMap(index -> index.at(run));
    }

    /** @param listener told of a run that is new, changed or gone */
    public void listen(Consumer<GameDayRun> listener) {
        listeners.add(listener);
    }

    /** A pod that goes or becomes ready is what a run in its namespace may wait for. */
    public void changed(Cached.Change change) {
        if (isRunning() && change.states().getFirst() instanceof Pod pod) {
            in(pod.getMetadata().getNamespace())
                    .filter(RunIndex::isLive)
                    .map(Place::of)
                    .forEach(this::wake);
        }
    }

    @Override
    public void onResourceCreated(GameDayRun run) {
        tell(run);
    }

    @Override
    public void onResourceUpdated(GameDayRun now, GameDayRun before) {
        if (now.isMarkedForDeletion()) {
            wake(Place.of(now));
        }
        tell(now);
    }

    @Override
    public void onResourceDeleted(GameDayRun run) {
        forget.accept(run);
        tell(run);
    }

    private void tell(GameDayRun run) {
        listeners.forEach(listener -> listener.accept(run));
    }

    @Override
    public Class<HasMetadata> resourceType() {
        return HasMetadata.class;
    }

    @Override
    public Set<HasMetadata> getSecondaryResources(GameDayRun run) {
        return Set.of();
    }
}
