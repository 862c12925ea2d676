package dev.faultline.probe.pod;

import java.util.Collections;
import java.util.SortedSet;

/**
 * How one pod stands by all the checks that may take it out of service.
 *
 * @param judged whether any of them has been judged since this replica leads
 * @param failing rows by which the pod fails; empty where it does not
 * @param badNow rows by which the last answers were bad, be they too few yet to be judged by
 */
public record PodVerdict(boolean judged, SortedSet<String> failing, SortedSet<String> badNow) {
    /** Of a pod that nothing is known of. */
    public static final PodVerdict UNKNOWN =
            new PodVerdict(false, Collections.emptySortedSet(), Collections.emptySortedSet());
}
