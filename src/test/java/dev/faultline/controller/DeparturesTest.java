package dev.faultline.controller;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.xds.Proxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final Proxy WEB = new Proxy("shop", "web-1", "one");
    private static final Proxy OTHER = new Proxy("shop", "web-2", "two");
    private static final Pod ALIVE =
            new PodBuilder().withNewMetadata().withName("web-1").endMetadata().build();
    private static final Pod ENDING = new PodBuilder(ALIVE)
            .editMetadata()
            .withDeletionTimestamp("2026-01-01T00:00:30Z")
            .endMetadata()
            .build();

    private final List<Proxy> due = new CopyOnWriteArrayList<>();

    @Test
    void aPodThatEndsIsDueOnceHoweverOftenItIsSeen() {
        var departures = new Departures(Duration.ofMillis(50), due::add);

        departures.see(WEB, ENDING);
        departures.see(WEB, ENDING);
        departures.see(OTHER, ALIVE);

        eventually(() -> assertThat(departures.isDue(WEB)).isTrue());
        departures.see(WEB, ENDING);
        eventually(() -> assertThat(due).containsExactly(WEB));
        assertThat(departures.isDue(OTHER)).isFalse();
    }

    @Test
    void itIsNotDueBeforeItsTime() {
        var departures = new Departures(Duration.ofHours(1), due::add);

        departures.see(WEB, ENDING);

        assertThat(departures.isDue(WEB)).isFalse();
    }

    @Test
    void oneThatHasEndedMeanwhileIsForgotten() {
        var departures = new Departures(Duration.ofMillis(50), due::add);

        departures.see(WEB, ENDING);
        departures.forget(WEB);
        departures.see(OTHER, ENDING);

        eventually(() -> assertThat(due).containsExactly(OTHER));
        assertThat(departures.isDue(WEB)).isFalse();
    }
}
