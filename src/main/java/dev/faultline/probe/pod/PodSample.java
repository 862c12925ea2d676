package dev.faultline.probe.pod;

import dev.faultline.probe.Answer;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one pod answered.
 *
 * @param answer of the endpoint as a whole, by its status code
 * @param entries that the body told, by name; none where it told none
 */
public record PodSample(PodRef pod, Answer answer, SortedMap<String, EntryState> entries) {

    boolean isGood() {
        return answer instanceof Answer.Good;
    }

    boolean isTold() {
        return !(answer instanceof Answer.Untold);
    }

    /** What a bad answer is put down to: the entries that are bad, or the endpoint itself where none is said to be. */
    SortedSet<String> causes(String check) {
        var causes = new TreeSet<String>();
        entries.forEach((name, state) -> {
            if (state.isBad()) {
                causes.add(Rows.row(check, name));
            }
        });
        return causes.isEmpty() ? new TreeSet<>(Set.of(check)) : causes;
    }
}
