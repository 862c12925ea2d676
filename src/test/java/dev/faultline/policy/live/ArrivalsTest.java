package dev.faultline.policy.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static Arrivals ofClasses(long first, int count) {
        return new Arrivals(
                LongStream.range(first, first + count)
                        .boxed()
                        .collect(Collectors.toMap(number -> "c" + number, number -> number)),
                1,
                2,
                3,
                4);
    }

    @Test
    void twoTimesAreSummedUp() {
        var one = new Arrivals(Map.of("pay", 1L, "search", 2L), 3, 1, 1, 1);

        assertThat(one.and(new Arrivals(Map.of("pay", 4L), 4, 0, 2, 3)))
                .isEqualTo(new Arrivals(Map.of("pay", 5L, "search", 2L), 7, 1, 3, 4));
    }

    @Test
    void howeverManyNamesAreToldNoMoreAreKeptThanThereCanBe() {
        var many = ofClasses(1, 9).and(ofClasses(10, 9)).and(ofClasses(19, 9));

        assertThat(many.classes()).hasSize(Arrivals.MOST_CLASSES).containsKeys("c19", "c27");
    }

    @Test
    void thatRequestsOrSheddingBeginOrEndIsNewsAndMoreOfItIsNot() {
        var calm = new Inflow(60, new Arrivals(Map.of("pay", 5L), 5, 1, 0, 1));

        assertThat(calm.isLike(new Inflow(45, new Arrivals(Map.of("search", 9L), 9, 0, 0, 0))))
                .isTrue();
        assertThat(calm.isLike(new Inflow(60, new Arrivals(Map.of("pay", 5L), 5, 1, 1, 1))))
                .isFalse();
        assertThat(calm.isLike(new Inflow(60, new Arrivals(Map.of(), 0, 0, 0, 0))))
                .isFalse();
    }
}
