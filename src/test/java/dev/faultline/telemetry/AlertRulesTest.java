package dev.faultline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
    private static final Pattern SERIES = Pattern.compile("(faultline_\\w+)(?:\\{(\\w+)=\"(\\w+)\"})?");

    @Test
    void everyAlertSaysWhenWhatAndWhatToDo() {
        assertThat(AlertRules.all()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.name()).startsWith("Faultline");
            assertThat(alert.pending()).matches("\\d+m");
            assertThat(alert.summary()).isNotBlank();
            assertThat(alert.description()).isNotBlank();
        });
    }

    @Test
    void anAlertReadsOnlySeriesThatThereAre() {
        for (var alert : AlertRules.all()) {
            var series = SERIES.matcher(alert.expression()).results().toList();

            assertThat(series).as(alert.name()).isNotEmpty().allSatisfy(each -> {
                var metric = metric(each.group(1));
                if (each.group(2) != null) {
                    assertThat(words(metric).get(each.group(2)))
                            .as(each.group())
                            .isNotNull()
                            .contains(each.group(3));
                }
            });
        }
    }

    private static Metric metric(String series) {
        return Stream.of(Metric.values())
                .filter(metric -> Scrape.names(metric).contains(series))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is nowhere catalogued"));
    }

    private static Map<String, List<String>> words(Metric metric) {
        return metric.tags().stream().collect(Collectors.toMap(Metric.Tag::key, Metric.Tag::words));
    }
}
