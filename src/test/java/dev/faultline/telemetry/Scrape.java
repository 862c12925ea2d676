package dev.faultline.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Our samples in what Prometheus reads. Source: Prometheus text exposition format 0.0.4. */
public final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("(faultline_\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\",?");

    private Scrape() {}

    /** One series, without its value. */
    public record Sample(String name, Map<String, String> labels) {

        /** The catalogued metric that this is a series of; empty when nobody has catalogued it. */
        public Optional<Metric> metric() {
            return Stream.of(Metric.values())
                    .filter(metric -> names(metric).contains(name))
                    .findFirst();
        }

        /** Whether each label is a tag of the metric, with one of the words of that tag. */
        public boolean isAsCatalogued() {
            return metric().filter(metric -> labels.keySet().equals(new TreeMap<>(words(metric)).keySet())
                            && labels.entrySet().stream()
                                    .allMatch(label -> words(metric)
                                            .getOrDefault(label.getKey(), List.of())
                                            .contains(label.getValue())))
                    .isPresent();
        }

        private static Map<String, List<String>> words(Metric metric) {
            var words = new TreeMap<String, List<String>>();
            metric.tags().forEach(tag -> words.put(tag.key(), tag.words()));
            return words;
        }
    }

    /** The names of the samples of a metric, as Prometheus has them. Source: Micrometer PrometheusNamingConvention. */
    public static List<String> names(Metric metric) {
        var base = metric.meterName().replace('.', '_');
        return switch (metric.type()) {
            case Counter -> List.of(base + "_total");
            case Gauge -> List.of(base);
            case Timer -> List.of(base + "_seconds_count", base + "_seconds_sum", base + "_seconds_max");
        };
    }

    public static List<Sample> samples(String text) {
        var samples = new ArrayList<Sample>();
        text.lines().map(SAMPLE::matcher).filter(line -> line.matches()).forEach(line -> {
            var labels = new TreeMap<String, String>();
            Optional.ofNullable(line.group(2))
                    .ifPresent(found -> LABEL.matcher(found)
                            .results()
                            .forEach(label -> labels.put(label.group(1), label.group(2))));
            samples.add(new Sample(line.group(1), labels));
        });
        return List.copyOf(samples);
    }
}
