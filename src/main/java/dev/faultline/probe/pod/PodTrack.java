package dev.faultline.probe.pod;

import dev.faultline.probe.Answer;
import dev.faultline.probe.Judge;
import dev.faultline.probe.Rules;
import dev.faultline.probe.Sample;
import dev.faultline.probe.Track;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;

/**
 * What is known of one pod by one check.
 *
 * @param causes rows that the last bad answer was put down to
 */
record PodTrack(PodRef pod, Track track, SortedSet<String> causes) {

    static PodTrack fresh(PodRef pod, Instant now) {
        return new PodTrack(pod, Track.fresh(now), Collections.emptySortedSet());
    }

    /** Nobody accounts for the time of one pod. */
    PodTrack after(PodSample sample, PodRound round, Rules rules) {
        var judged = Judge.judge(track, new Sample(round.at(), sample.answer()), rules)
                .accountedUntil(round.at());
        return new PodTrack(pod, judged, sample.answer() instanceof Answer.Bad ? sample.causes(round.check()) : causes);
    }

    /** Whether the last answer was a bad one, be it too few yet to be judged by. */
    boolean isBadNow() {
        return track.isFailing() == track.contrary().isEmpty();
    }
}
