package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What this process knows of the runs that it has taken over, and that no status tells. One thread has a run at a time. */
final class Sessions {
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** Of one run. */
    static final class Session {
        /** The epoch that this process has written; none until it has taken the run over. */
        private long epoch = -1;

        private boolean watched = true;
        private boolean claimed;
        private Optional<String> busy = Optional.empty();
        private final Set<Integer> tried = new HashSet<>();
        private final Map<Integer, Done> done = new HashMap<>();
        private Optional<String> stop = Optional.empty();
        private Instant stopReadAt = Instant.EPOCH;

        boolean has(Run run) {
            return epoch == run.epoch();
        }

        /** @param seamless whether somebody has watched the run until now */
        void takeOver(long written, boolean seamless) {
            epoch = written;
            watched = seamless;
            // Whoever had the run in between has judged what this process had done.
            written();
            claimed = false;
            busy = Optional.empty();
        }

        boolean isWatched() {
            return watched;
        }

        /** Whether nothing of what is intended was tried by this process, which has intended it. */
        boolean isUntried() {
            return tried.isEmpty();
        }

        /** Written down before it is done, so that it is never done twice by this process. */
        void trying(int entry) {
            tried.add(entry);
        }

        void done(int entry, Done came) {
            done.put(entry, came);
        }

        /** What was done and stands in no status yet. */
        Map<Integer, Done> unwritten() {
            return Map.copyOf(done);
        }

        void written() {
            done.clear();
            tried.clear();
        }

        boolean isClaimed() {
            return claimed;
        }

        void claimed(Optional<String> refusal) {
            claimed = refusal.isEmpty();
            busy = refusal;
        }

        Optional<String> busy() {
            return busy;
        }

        /** @param read asks the API server */
        Optional<String> stop(Instant now, Duration age, Supplier<Optional<String>> read) {
            if (!now.isBefore(stopReadAt.plus(age))) {
                stop = read.get();
                stopReadAt = now;
            }
            return stop;
        }
    }

    Session of(GameDayRun run) {
        return sessions.computeIfAbsent(run.getMetadata().getUid(), uid -> new Session());
    }

    void forget(GameDayRun run) {
        sessions.remove(run.getMetadata().getUid());
    }
}
