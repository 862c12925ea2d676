package dev.faultline.gameday.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {
    @ParameterizedTest(name = "{0} of bound {1}: above is {2}, below is {3}")
    @CsvSource({
        "0.05, 0.05, false, false",
        "0.050001, 0.05, true, false",
        "0.049999, 0.05, false, true",
        "0.1, 0.1, false, false",
        "0, 0, false, false",
        "-1, 0, false, true",
        "-0.0, 0, false, false",
        "1e300, 5, true, false",
        "Infinity, 5, true, false",
        "-Infinity, 5, false, true",
        "3, 3.0, false, false",
    })
    void aBoundNamesWhatIsBad(double number, BigDecimal value, boolean above, boolean below) {
        assertThat(new Bound.Above(value).isBroken(number)).isEqualTo(above);
        assertThat(new Bound.Below(value).isBroken(number)).isEqualTo(below);
    }
}
