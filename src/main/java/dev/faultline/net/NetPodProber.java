package dev.faultline.net;

import dev.faultline.net.line.Deadline;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import dev.faultline.probe.Answer;
import dev.faultline.probe.pod.Entries;
import dev.faultline.probe.pod.EntryState;
import dev.faultline.probe.pod.PodProber;
import dev.faultline.probe.pod.PodSample;
import dev.faultline.probe.trust.Keyring;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.ScheduledExecutorService;

/** Asks pods by HTTP at their own addresses. The status decides; what the body says of entries is read beside it. */
public final class NetPodProber implements PodProber {
    private final Dialler dialler;
    private final Means means;
    private final ScheduledExecutorService timer;

    /** @param timer ends connections at their deadline */
    public NetPodProber(Dialler dialler, Keyring keyring, ScheduledExecutorService timer) {
        this.dialler = dialler;
        this.means = new Means(keyring);
        this.timer = timer;
    }

    @Override
    public PodSample ask(Question question, Duration timeout) {
        var deadline = Deadline.after(timeout);
        try (var line = open(question, deadline)) {
            var get = HttpGet.over(line, authority(question), question.path());
            var taken = deadline.taken();
            return new PodSample(question.pod(), judged(get.status(), taken), entries(get));
        } catch (Failure e) {
            return new PodSample(question.pod(), e.answer(), Collections.emptySortedMap());
        }
    }

    private Line open(Question question, Deadline deadline) throws Failure {
        var cover = means.cover(
                question.namespace(), question.tls(), question.address().host());
        Dial dial = () -> Line.to(dialler.address(question.namespace(), question.address(), deadline), deadline, timer);
        return dial.in(cover).open();
    }

    private static String authority(Question question) {
        var host = question.address().host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":"
                + question.address().port();
    }

    private static Answer judged(int status, Duration taken) {
        return switch (status / 100) {
            case 2 -> new Answer.Good(taken);
            case 3 -> new Answer.Bad("status " + status + ", a redirect, which is not followed");
            default -> new Answer.Bad("status " + status + ", wanted is 200 to 299");
        };
    }

    /** A body that does not come, or that nobody understands, is no failure: the status counts alone. */
    private static SortedMap<String, EntryState> entries(HttpGet get) {
        try {
            return Entries.read(HttpBody.of(get));
        } catch (Failure e) {
            return Collections.emptySortedMap();
        }
    }
}
