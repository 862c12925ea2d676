package dev.faultline.it.world;

import java.util.regex.Pattern;

/** The output of {@code kubectl describe} without what differs from run to run. */
public final class Description {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern VERSION = Pattern.compile("(Resource Version:\\s+)\\d+");
    /** Events are listed in no promised order, and with an age. */
    private static final Pattern EVENTS = Pattern.compile("(?s)\nEvents:.*");

    private Description() {}

    public static String stable(String described) {
        var text = TIME.matcher(described).replaceAll("TIME");
        text = UID.matcher(text).replaceAll("UID");
        text = VERSION.matcher(text).replaceAll("$1VERSION");
        return EVENTS.matcher(text).replaceAll("\n");
    }
}
