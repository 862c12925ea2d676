package dev.faultline.gameday.signal;

import java.math.BigDecimal;

/** What is bad of a number. */
public sealed interface Bound {
    /** More than this. */
    record Above(BigDecimal value) implements Bound {}

    /** Less than this. */
    record Below(BigDecimal value) implements Bound {}

    /** @param number may be infinite, is a number */
    default boolean isBroken(double number) {
        return switch (this) {
            case Above(var value) -> compare(number, value) > 0;
            case Below(var value) -> compare(number, value) < 0;
        };
    }

    /** By value, so that 0.1 as it is written and as it is measured are the same. */
    private static int compare(double number, BigDecimal value) {
        return Double.isInfinite(number)
                ? Double.compare(number, 0)
                : new BigDecimal(Double.toString(number)).compareTo(value);
    }

    /** Such as {@code above 0.01}. */
    default String words() {
        return switch (this) {
            case Above(var value) -> "above " + value.toPlainString();
            case Below(var value) -> "below " + value.toPlainString();
        };
    }
}
