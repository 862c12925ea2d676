package dev.faultline.gameday.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * When a clock on the wall shows what a schedule means. A minute that is shown twice counts the first time; one that is
 * skipped counts as the first minute after the gap.
 */
record LocalStarts(Cron cron, ZoneId zone) {
    /** How far back the last start is looked for, a little further each time: a few dozen steps whatever the schedule. */
    private static final List<Duration> BACK = List.of(
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(32),
            Duration.ofDays(367),
            Duration.ofDays(4 * 366));

    /** The first that is later. */
    Optional<Instant> next(Instant after, Instant until) {
        var last = until.atZone(zone).toLocalDate().plusDays(1);
        var shown = after.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES);
        // What was shown earlier came earlier, too: a clock that is set back shows only what counted the first time.
        for (var found = cron.from(shown, last); found.isPresent(); ) {
            var moment = moment(found.get());
            if (moment.isAfter(after)) {
                return Optional.of(moment).filter(each -> !each.isAfter(until));
            }
            found = cron.from(found.get().plusMinutes(1), last);
        }
        return Optional.empty();
    }

    /** The last that is not later; empty when there was none in four years. */
    Optional<Instant> last(Instant at) {
        return BACK.stream()
                .flatMap(back -> lastSince(at.minus(back), at).stream())
                .findFirst();
    }

    private Optional<Instant> lastSince(Instant since, Instant at) {
        var last = Optional.<Instant>empty();
        for (var each = next(since, at); each.isPresent(); each = next(each.get(), at)) {
            last = each;
        }
        return last;
    }

    private Instant moment(LocalDateTime shown) {
        var rules = zone.getRules();
        var offsets = rules.getValidOffsets(shown);
        return offsets.isEmpty() ? rules.getTransition(shown).getInstant() : shown.toInstant(offsets.getFirst());
    }
}
