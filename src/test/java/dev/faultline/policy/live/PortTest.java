package dev.faultline.policy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.InboundStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortTest {
    private static final Port PORT = new Port("http", List.of("pay", "search"));

    private static InboundStatus status(Arrivals arrivals, Optional<InboundStatus> shown) {
        return PORT.status(List.of(new Inflow(60, arrivals)), shown);
    }

    private static Arrivals of(long pay, long search) {
        return new Arrivals(Map.of("pay", pay, "search", search), pay + search, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, ,       pay",
        "100, 101, ,       search",
        "100, 124, pay,    pay",
        "100, 125, pay,    pay",
        "100, 126, pay,    search",
        "126, 100, search, pay",
        "125, 100, search, search",
        "0,   1,   pay,    search",
        "0,   0,   pay,    ",
        "100, 90,  gone,   pay",
        "100, 90,  other,  pay"
    })
    void theBusiestClassGivesWayOnlyToOneWithAQuarterMore(long pay, long search, String shown, String expected) {
        var other = new Arrivals(Map.of("pay", pay, "search", search, "other", 500L), 1000, 0, 0, 0);

        var status = status(
                other,
                Optional.ofNullable(shown).map(name -> new InboundStatus("http", name, "0.0", "0.0", 1L, "0.0")));

        assertThat(status.busiestClass()).isEqualTo(expected);
    }

    @Test
    void requestsOfNoClassCanBeMostAndWhereThereAreNoClassesNoneIs() {
        var unclassified = new Arrivals(Map.of("pay", 1L, "_unclassified", 2L), 3, 0, 0, 0);

        assertThat(status(unclassified, Optional.empty()).busiestClass()).isEqualTo("_unclassified");
        assertThat(new Port("http", List.of())
                        .status(List.of(new Inflow(60, unclassified)), Optional.empty())
                        .busiestClass())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "105, 100",
        "95, 100",
        "112, 112",
        "88, 88",
        "0, 0",
    })
    void theRateMovesOnlyWhenItHasChangedByATenth(long now, long expected) {
        var shown = new InboundStatus("http", "pay", "0.0", "0.0", 100L, "0.0");

        assertThat(status(of(now * 60, 0), Optional.of(shown)).requestsPerSecond())
                .isEqualTo(expected);
    }

    /** In thousandths, where 12.0 of a hundred are shown. */
    @ParameterizedTest
    @CsvSource({"120, 12.0", "131, 12.0", "109, 12.0", "133, 13.3", "107, 10.7", "0, 0.0", "1, 0.1"})
    void sharesMoveOnlyWhenAPersonWouldCareButNoneIsAlwaysNone(long part, String expected) {
        var shown = new InboundStatus("http", "pay", "12.0", "12.0", 17L, "12.0");

        var status = status(new Arrivals(Map.of("pay", 1000L), 1000, part, part, part), Optional.of(shown));

        assertThat(status).isEqualTo(new InboundStatus("http", "pay", expected, expected, 17L, expected));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "'-'", "''"})
    void whatIsShownMayBeNoNumberAtAll(String text) {
        var shown = new InboundStatus("http", text, text, text, -1L, text);

        assertThat(status(new Arrivals(Map.of("pay", 60L), 60, 6, 3, 0), Optional.of(shown)))
                .isEqualTo(new InboundStatus("http", "pay", "0.0", "10.0", 1L, "5.0"));
    }

    @Test
    void whateverASidecarTellsNoShareIsMoreThanAll() {
        var lied = new Arrivals(Map.of("pay", 1L), 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);

        assertThat(status(lied, Optional.empty()))
                .isEqualTo(new InboundStatus("http", "pay", "100.0", "100.0", 0L, "100.0"));
    }
}
