package dev.faultline.gameday.plan;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** How many pods of a workload. */
public sealed interface Amount {
    /** What holds when it is left out. */
    Amount ONE = new Pods(1);

    /** @param pods 1 or more */
    record Pods(int pods) implements Amount {}

    /** @param percent of the pods there are, 1 to 100 */
    record Percent(int percent) implements Amount {}

    int ALL = 100;

    /** @param text has passed the schema */
    static Amount parse(@Nullable IntOrString text) {
        if (text == null) {
            return ONE;
        }
        return text.getStrVal() == null
                ? new Pods(text.getIntVal())
                : new Percent(Integer.parseInt(text.getStrVal().replace("%", "")));
    }

    /** A percentage rounds up. */
    default int of(int all) {
        return switch (this) {
            case Pods(int pods) -> pods;
            case Percent(int percent) -> Math.max(1, Math.ceilDiv(all * percent, ALL));
        };
    }
}
