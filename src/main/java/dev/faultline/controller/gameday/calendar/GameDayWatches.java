package dev.faultline.controller.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.cluster.index.Place;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** From what has been learned to the game days that must look again. */
public final class GameDayWatches extends AbstractEventSource<HasMetadata, GameDay>
        implements ResourceEventAware<GameDay> {
    private final Consumer<GameDay> forget;
    private volatile Optional<GameDayIndex> days = Optional.empty();

    /** @param forget drops what is remembered of a game day that is gone */
    public GameDayWatches(Consumer<GameDay> forget) {
        super(HasMetadata.class, "runs");
        this.forget = forget;
    }

    GameDayWatches over(GameDayIndex index) {
        days = Optional.of(index);
        return this;
    }

    /** As far as this replica knows. */
    public Optional<GameDay> at(Place day) {
        return days.flatMap(index -> index.at(day));
    }

    public long gameDayCount() {
        return days.stream().flatMap(GameDayIndex::all).count();
    }

    /** Every game day looks again, as after taking over from another replica. */
    public void wakeAll() {
        days.stream().flatMap(GameDayIndex::all).map(Place::of).forEach(this::wake);
    }

    /** A game day looks again, if it is still there. */
    public void wake(Place day) {
        if (isRunning() && days.flatMap(index -> index.at(day)).isPresent()) {
            getEventHandler().handleEvent(new Event(new ResourceID(day.name(), day.namespace())));
        }
    }

    @Override
    public void onResourceDeleted(GameDay day) {
        forget.accept(day);
    }

    @Override
    public Class<HasMetadata> resourceType() {
        return HasMetadata.class;
    }

    @Override
    public Set<HasMetadata> getSecondaryResources(GameDay day) {
        return Set.of();
    }
}
