package dev.faultline.cluster.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.index.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The runs of game days; what this replica has just made is among them before the watch tells of it. */
public final class KeptRuns {
    /** After which a run that was made and never seen is one that is gone. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, Fresh> fresh = new ConcurrentHashMap<>();
    private final Function<String, Stream<GameDayRun>> inNamespace;
    private final Consumer<Place> changed;
    private final Clock clock;

    private record Fresh(GameDayRun run, Instant made) {}

    /**
     * @param inNamespace runs that a watch has told of
     * @param changed told of a game day of which a run is new, changed or gone
     */
    public KeptRuns(Function<String, Stream<GameDayRun>> inNamespace, Consumer<Place> changed, Clock clock) {
        this.inNamespace = inNamespace;
        this.changed = changed;
        this.clock = clock;
    }

    /** A watch tells of a run that is new, changed or gone. */
    public void seen(GameDayRun run) {
        fresh.remove(run.getMetadata().getUid());
        gameDay(run).ifPresent(changed);
    }

    private static Optional<Place> gameDay(GameDayRun run) {
        return Optional.ofNullable(run.getSpec().gameDayRef())
                .map(ref -> new Place(run.getMetadata().getNamespace(), ref.name()));
    }

    /** Those that name the game day, whoever has made them. */
    public List<GameDayRun> of(GameDay day) {
        var place = Place.of(day);
        // First of all: a run that the watch tells of meanwhile would be in neither otherwise.
        var made = unseen(place);
        var seen = inNamespace
                .apply(place.namespace())
                .filter(run -> gameDay(run).filter(place::equals).isPresent())
                .toList();
        var unseen = made.stream().filter(run -> seen.stream().noneMatch(each -> isSame(each, run)));
        return Stream.concat(seen.stream(), unseen).toList();
    }

    private List<GameDayRun> unseen(Place day) {
        var oldest = clock.instant().minus(PATIENCE);
        fresh.values().removeIf(each -> each.made().isBefore(oldest));
        return fresh.values().stream()
                .map(Fresh::run)
                .filter(run -> gameDay(run).filter(day::equals).isPresent())
                .toList();
    }

    /** The run of that name, of any game day. */
    public Optional<GameDayRun> at(Place run) {
        return inNamespace
                .apply(run.namespace())
                .filter(each -> each.getMetadata().getName().equals(run.name()))
                .findFirst();
    }

    public void remember(GameDayRun made) {
        fresh.put(made.getMetadata().getUid(), new Fresh(made, clock.instant()));
        // The watch may have been faster.
        at(Place.of(made)).filter(seen -> isSame(seen, made)).ifPresent(this::forget);
    }

    private void forget(GameDayRun run) {
        fresh.remove(run.getMetadata().getUid());
    }

    private static boolean isSame(GameDayRun one, GameDayRun other) {
        return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }
}
