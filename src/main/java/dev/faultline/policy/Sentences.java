package dev.faultline.policy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists as text that stays short however many items there are. */
final class Sentences {
    private static final int SHOWN = 5;

    private Sentences() {}

    static String listed(Stream<String> items) {
        List<String> all = items.toList();
        var shown = all.stream().limit(SHOWN).collect(Collectors.joining("; "));
        return all.size() <= SHOWN ? shown : shown + "; and " + (all.size() - SHOWN) + " more";
    }
}
