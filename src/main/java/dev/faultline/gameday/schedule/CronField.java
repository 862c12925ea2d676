package dev.faultline.gameday.schedule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of a cron expression.
 *
 * @param bits the numbers that are meant, each as the bit of its place
 * @param star whether all are, and none is chosen: such a day field leaves the choice to the other day field
 */
record CronField(long bits, boolean star) {
    // Source: robfig/cron v3, parser.go getRange; a star with a step above 1 is a choice there, too.
    private static final Pattern RANGE =
            Pattern.compile("(?<all>[*?])(/(?<every>[0-9]+))?|(?<low>\\w+)(-(?<high>\\w+))?(/(?<step>[0-9]+))?");

    /** What a field counts. */
    enum Kind {
        Minute("minute", 0, 59, ""),
        Hour("hour", 0, 23, ""),
        DayOfMonth("day of month", 1, 31, ""),
        Month("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
        DayOfWeek("day of week", 0, 6, "sun mon tue wed thu fri sat");

        private final String words;
        private final int min;
        private final int max;
        private final List<String> names;

        Kind(String words, int min, int max, String names) {
            this.words = words;
            this.min = min;
            this.max = max;
            this.names = List.of(names.split(" "));
        }

        private int number(String text) {
            var name = names.indexOf(text.toLowerCase(Locale.ROOT));
            if (name >= 0) {
                return min + name;
            }
            if (!text.matches("[0-9]{1,4}")) {
                throw new Malformed("%s is %s; use %s".formatted(words, text, range()));
            }
            return Integer.parseInt(text);
        }

        private String range() {
            var letters = names.size() > 1 ? ", or %s to %s".formatted(names.getFirst(), names.getLast()) : "";
            return "%d to %d%s".formatted(min, max, letters);
        }
    }

    /** A field that says nothing; its message goes on after {@code spec.schedule: }. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    /** @throws Malformed when the field means nothing */
    static CronField parse(Kind kind, String text) {
        var bits = 0L;
        var star = false;
        for (var part : text.split(",", -1)) {
            var range = range(kind, part);
            bits |= range.bits;
            star |= range.star;
        }
        return new CronField(bits, star);
    }

    private static CronField range(Kind kind, String text) {
        var parts = RANGE.matcher(text);
        if (!parts.matches()) {
            throw new Malformed(
                    "%s has %s; use *, ?, a number, a range such as 1-5, a step such as */2 or a list of them"
                            .formatted(kind.words, text.isEmpty() ? "an empty entry" : text));
        }
        if (parts.group("all") != null) {
            var step = step(kind, parts.group("every"));
            return new CronField(bits(kind.min, kind.max, step), step == 1);
        }
        var low = kind.number(parts.group("low"));
        var stepped = parts.group("step") != null;
        var single = stepped ? kind.max : low;
        var high = parts.group("high") == null ? single : kind.number(parts.group("high"));
        if (low < kind.min || high > kind.max) {
            throw new Malformed("%s has %s; use %s".formatted(kind.words, text, kind.range()));
        }
        if (low > high) {
            throw new Malformed("%s has %s, which ends before it begins; write two ranges".formatted(kind.words, text));
        }
        return new CronField(bits(low, high, step(kind, parts.group("step"))), false);
    }

    private static int step(Kind kind, @Nullable String text) {
        var step = text == null ? 1 : text.length() > 4 ? Integer.MAX_VALUE / 2 : Integer.parseInt(text);
        if (step == 0) {
            throw new Malformed("%s has a step of 0; use 1 or more".formatted(kind.words));
        }
        return step;
    }

    private static long bits(int low, int high, int step) {
        var bits = 0L;
        for (var number = low; number <= high; number += step) {
            bits |= 1L << number;
        }
        return bits;
    }

    boolean has(int number) {
        return (bits & 1L << number) != 0;
    }

    /** The first number meant that is not less; -1 when there is none. */
    int from(int number) {
        var left = number > 63 ? 0 : bits & -1L << number;
        return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }
}
