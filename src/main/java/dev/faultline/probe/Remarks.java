package dev.faultline.probe;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is told beside the verdicts on checks.
 *
 * @param rows of a row that passes although some pods fail, by the row's name
 * @param guarded why pods are kept in service although their checks fail; empty where none is
 */
public record Remarks(SortedMap<String, String> rows, Optional<Guarded> guarded) {
    public static final Remarks NONE = new Remarks(Collections.emptySortedMap(), Optional.empty());

    /** @param message how many pods, and by which rows */
    public record Guarded(Cause cause, String message) {}

    /** Why pods are kept in service. */
    public enum Cause {
        /** They fail alike, so it is not theirs. */
        Shared,
        /** No more may be taken out of service at once. */
        Limit,
        /** Mode is Audit: what would be done is only shown. */
        Audit
    }
}
