package dev.faultline.probe.shallow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.probe.Aim.Pods.Need;
import dev.faultline.probe.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodCountTest {
    private static final Answer GOOD = new Answer.Good(Duration.ZERO);

    /** The table of docs/health.md. */
    @ParameterizedTest
    @CsvSource({"0, 3, false, false", "1, 3, true, false", "3, 3, true, true", "4, 3, true, true", "0, 1, false, false"
    })
    void readyPodsAreComparedWithThoseThatAreWanted(int ready, int wanted, boolean one, boolean all) {
        var counts = List.of(new PodCount("Deployment/web", ready, wanted));

        assertThat(PodCount.answer(counts, Need.One).equals(GOOD)).isEqualTo(one);
        assertThat(PodCount.answer(counts, Need.All).equals(GOOD)).isEqualTo(all);
    }

    @Test
    void everyWorkloadMustHaveThem() {
        var counts = List.of(new PodCount("Deployment/web", 3, 3), new PodCount("StatefulSet/db", 0, 2));

        assertThat(PodCount.answer(counts, Need.One))
                .isEqualTo(new Answer.Bad("StatefulSet/db has 0 ready of 2 wanted pods"));
    }

    @Test
    void whereNoPodIsWantedNothingIsSaid() {
        assertThat(PodCount.answer(List.of(new PodCount("Deployment/web", 0, 0)), Need.One))
                .isEqualTo(new Answer.Untold("not judged: no pod is wanted, all workloads are scaled to zero"));
        assertThat(PodCount.answer(List.of(), Need.All))
                .isInstanceOfSatisfying(
                        Answer.Untold.class,
                        untold -> assertThat(untold.message()).contains("is there"));
    }

    @Test
    void aWorkloadAtRestDoesNotHideOneThatLacksPods() {
        var counts = List.of(new PodCount("Deployment/idle", 0, 0), new PodCount("Deployment/web", 0, 1));

        assertThat(PodCount.answer(counts, Need.One)).isInstanceOf(Answer.Bad.class);
    }
}
