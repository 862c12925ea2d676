package dev.faultline.policy.live;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers as status shows them: what differs so little that a person would not care stays as it is shown. */
final class DeadBand {
    static final double PERCENT = 100;

    /** What moves by less than this share of itself is not shown. */
    private static final double STILL = 0.1;

    /** What moves by no more than this is not shown, of whole numbers. */
    private static final double LEAST = 1;

    /** The same of shares with a decimal. */
    private static final double LEAST_DECIMAL = 0.2;

    private DeadBand() {}

    /** In percent. @param most that the schema lets through, whatever a sidecar tells */
    static double share(long part, long all, double most) {
        return all == 0 ? 0 : Math.min(most, PERCENT * part / all);
    }

    static long whole(double now, @Nullable Number shown) {
        return Math.round(near(now, Optional.ofNullable(shown).map(Number::doubleValue), LEAST));
    }

    /** With one decimal, such as 2.1. */
    static String decimal(double now, @Nullable String shown) {
        return String.format(
                Locale.ROOT, "%.1f", near(now, Optional.ofNullable(shown).flatMap(DeadBand::number), LEAST_DECIMAL));
    }

    /** The number that a text shows, if it is one: a status can be planted. */
    static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @param least difference that counts */
    private static double near(double now, Optional<Double> shown, double least) {
        return shown.filter(before -> (now == 0) == (before == 0))
                .filter(before -> Math.abs(now - before) <= Math.max(least, STILL * before))
                .orElse(now);
    }
}
