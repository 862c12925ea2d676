package dev.faultline.envoy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which of its statistics a sidecar tells. Source: Envoy StatsConfig.stats_matcher. */
final class StatisticNames {
    private StatisticNames() {}

    /**
     * A regular expression for the names of all of them.
     *
     * @param prefix what a name begins with, as a regular expression
     * @param label what Envoy calls it after that, as it is
     */
    static <T> String of(T[] statistics, Function<T, String> prefix, Function<T, String> label) {
        return Arrays.stream(statistics)
                .collect(Collectors.groupingBy(
                        prefix,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                statistic -> label.apply(statistic).replace(".", "[.]"),
                                Collectors.joining("|", "(", ")"))))
                .entrySet()
                .stream()
                .map(group -> group.getKey() + group.getValue())
                .collect(Collectors.joining("|"));
    }
}
