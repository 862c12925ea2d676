package dev.faultline.gameday.plan;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Draws between pods that are alike: another order for each run and step, and the same each time that it is asked. */
record Lot(String run) {
    UUID of(String step, String pod) {
        return UUID.nameUUIDFromBytes((run + "/" + step + "/" + pod).getBytes(StandardCharsets.UTF_8));
    }
}
