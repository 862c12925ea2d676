package dev.faultline.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    @ParameterizedTest(name = "{0} measured, {1} shown before, {2} wanted: {3}")
    @CsvSource({
        "1.0, , , 100",
        "0.99999, , , 99.99",
        "0.9, , , 90.00",
        "0.999999, , 99.9999, 99.9999",
        // What is bad must change by a tenth.
        "0.5, 49.00, , 49.00",
        "0.56, 50.00, , 56.00",
        "0.9990, 99.89, , 99.89",
        "0.9999, 100, , 99.99",
        "1.0, 99.99, , 100",
        "0.5, nonsense, , 50.00",
    })
    void aShareIsShownRoundedDownAndSteadily(double measured, String before, String wanted, String shown) {
        assertThat(Share.shown(Optional.of(measured), before, Optional.ofNullable(wanted)))
                .contains(shown);
    }
}
