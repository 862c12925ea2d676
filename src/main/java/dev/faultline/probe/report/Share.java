package dev.faultline.probe.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Availability as it is shown. */
final class Share {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);
    private static final int DECIMALS = 2;

    /** A number moves by itself as time goes by; it is shown again when what is bad has changed by a tenth. */
    private static final BigDecimal DEAD_BAND = new BigDecimal("0.1");

    private Share() {}

    /**
     * In percent, rounded down: 100 is never shown where something was bad.
     *
     * @param before what is shown now
     * @param wanted the objective, whose decimals are shown too
     */
    static Optional<String> shown(Optional<Double> measured, @Nullable String before, Optional<String> wanted) {
        var decimals = Math.max(
                DECIMALS, wanted.map(text -> new BigDecimal(text).scale()).orElse(0));
        return measured.map(share -> BigDecimal.valueOf(share).multiply(ALL).setScale(decimals, RoundingMode.FLOOR))
                .map(share -> isNear(share, before) ? String.valueOf(before) : words(share));
    }

    private static boolean isNear(BigDecimal share, @Nullable String before) {
        if (before == null) {
            return false;
        }
        try {
            var bad = ALL.subtract(new BigDecimal(before));
            var moved = ALL.subtract(share).subtract(bad).abs();
            return moved.compareTo(bad.multiply(DEAD_BAND)) <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String words(BigDecimal share) {
        return share.compareTo(ALL) == 0 ? "100" : share.toPlainString();
    }
}
