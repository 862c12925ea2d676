package dev.faultline.cluster.gameday.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.index.Place;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A run that was made is known from then on, whatever the watch does meanwhile. */
class KeptRunsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2027-03-10T10:00:00Z");

    private final List<GameDayRun> watched = new ArrayList<>();
    private final List<Place> woken = new ArrayList<>();
    private final GameDay day = YAML.unmarshal("metadata: {namespace: shop, name: checkout}", GameDay.class);
    private final GameDayRun run = YAML.unmarshal("""
            metadata: {namespace: shop, name: checkout-1, uid: one}
            spec: {gameDayRef: {name: checkout}}
            """, GameDayRun.class);

    @Test
    void aRunIsKnownBeforeTheWatchTellsOfItAndOnceAfter() {
        var kept = new KeptRuns(namespace -> List.copyOf(watched).stream(), woken::add, at(NOW));
        kept.remember(run);

        assertThat(kept.of(day)).containsExactly(run);
        watched.add(run);
        assertThat(kept.of(day)).containsExactly(run);
        kept.seen(run);
        assertThat(kept.of(day)).containsExactly(run);
        assertThat(woken).containsExactly(new Place("shop", "checkout"));
        watched.clear();
        assertThat(kept.of(day)).isEmpty();
    }

    @Test
    void aRunIsKnownWhileTheWatchIsTellingOfIt() {
        var telling = new AtomicReference<Runnable>(() -> {});
        var kept = new KeptRuns(
                namespace -> {
                    var before = List.copyOf(watched);
                    telling.get().run();
                    return before.stream();
                },
                woken::add,
                at(NOW));
        kept.remember(run);
        telling.set(() -> {
            watched.add(run);
            kept.seen(run);
        });

        assertThat(kept.of(day)).containsExactly(run);
    }

    @Test
    void aRunThatTheWatchNeverTellsOfIsForgotten() {
        var now = new AtomicReference<>(NOW);
        var kept = new KeptRuns(namespace -> Stream.of(), woken::add, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        });
        kept.remember(run);

        now.set(NOW.plus(Duration.ofMinutes(2)));

        assertThat(kept.of(day)).isEmpty();
    }

    private static Clock at(Instant moment) {
        return Clock.fixed(moment, ZoneOffset.UTC);
    }
}
