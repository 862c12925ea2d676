package dev.faultline.api.schema;

import org.jspecify.annotations.Nullable;

/** A spec as it was stored, which may be beyond what this version can read. */
public interface Stored {
    /** Why it could not be read, with the field's path; all else is absent then. Null where it could. */
    @Nullable
    String unreadable();
}
