package dev.faultline.policy.call;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as policies write them. Source: Gateway API GEP-2257. */
public final class Span {
    private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

    private Span() {}

    /** Empty where a policy says nothing. */
    public static Optional<Duration> of(@Nullable String text) {
        return Optional.ofNullable(text).map(Span::parse);
    }

    /** As a policy would write it, such as {@code 1s500ms}; 1 ms or more. */
    public static String words(Duration span) {
        return part(span.toHours(), "h")
                + part(span.toMinutesPart(), "m")
                + part(span.toSecondsPart(), "s")
                + part(span.toMillisPart(), "ms");
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    /** @param text has passed the schema's pattern; of anything else, what cannot be read counts as nothing */
    public static Duration parse(String text) {
        var parts = PART.matcher(text);
        var sum = Duration.ZERO;
        while (parts.find()) {
            var number = Long.parseLong(parts.group(1));
            sum = sum.plus(
                    switch (parts.group(2)) {
                        case "h" -> Duration.ofHours(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMillis(number);
                    });
        }
        return sum;
    }
}
