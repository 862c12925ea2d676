package dev.faultline.policy.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text that stays short, however much there is to say. */
public final class Sentences {
    private static final int SHOWN = 5;

    private Sentences() {}

    /** @param longest characters that are kept, 1 or more; the last one shows that there were more */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    public static String listed(Stream<String> items) {
        List<String> all = items.toList();
        var shown = all.stream().limit(SHOWN).collect(Collectors.joining("; "));
        return all.size() <= SHOWN ? shown : shown + "; and " + (all.size() - SHOWN) + " more";
    }
}
