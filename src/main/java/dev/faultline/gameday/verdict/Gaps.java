package dev.faultline.gameday.verdict;

import dev.faultline.gameday.signal.Stretch;
import dev.faultline.policy.text.Sentences;
import java.time.temporal.ChronoUnit;

/** What is said of a time of which nothing is known. */
final class Gaps {
    private static final int LONGEST = 160;

    private Gaps() {}

    static String words(Stretch stretch) {
        return "not known from " + stretch.from().truncatedTo(ChronoUnit.SECONDS) + " for "
                + Math.max(1, stretch.length().toSeconds()) + " s: " + Sentences.cut(stretch.message(), LONGEST);
    }
}
