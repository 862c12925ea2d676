package dev.faultline.controller.probe;

import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.probe.RunningPods;
import dev.faultline.injection.sidecar.TakenPorts;
import dev.faultline.net.Rhythm;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Prober;
import dev.faultline.probe.shallow.Inquiry;
import dev.faultline.probe.shallow.Station;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Asks running pods, while this replica leads, what the kubelet is to ask new ones: with growing pauses until it is
 * answered, and then never again.
 */
public final class Lookout {
    private static final Logger LOG = Logger.getLogger(Lookout.class);
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final Rhythm rhythm;
    private final Prober prober;
    private final RunningPods pods;
    private final Consumer<Place> moved;
    private final Map<String, Post> posts = new ConcurrentHashMap<>();

    /** @param moved told of a probe that has something new to say */
    public Lookout(Rhythm rhythm, Prober prober, RunningPods pods, Consumer<Place> moved) {
        this.rhythm = rhythm;
        this.prober = prober;
        this.pods = pods;
        this.moved = moved;
    }

    /** One workload of one probe. */
    private record Post(Place probe, Outline workload, Inquiry inquiry) {
        Post with(Inquiry next) {
            return new Post(probe, workload, next);
        }
    }

    /**
     * From now on the workload's pods are asked, unless they are already.
     *
     * @param name of the post, unique to workload and probe
     * @param begun what is known where nobody has asked so far
     */
    Inquiry keep(String name, Place probe, Outline workload, Inquiry begun) {
        var post = posts.compute(
                name,
                (_, known) -> new Post(
                        probe,
                        workload,
                        known == null || !known.inquiry().intent().equals(begun.intent()) ? begun : known.inquiry()));
        if (post.inquiry().isSettled()) {
            rhythm.drop(name);
        } else {
            rhythm.keep(name, ROUND, () -> look(name));
        }
        return post.inquiry();
    }

    void drop(String name) {
        posts.remove(name);
        rhythm.drop(name);
    }

    private void look(String name) {
        var post = posts.computeIfPresent(
                name, (_, known) -> known.with(known.inquiry().nextRound()));
        if (post != null && post.inquiry().isDue()) {
            var told = post.inquiry();
            var after = asked(post);
            posts.computeIfPresent(
                    name, (_, known) -> known.inquiry().intent().equals(after.intent()) ? known.with(after) : known);
            if (!after.trouble().equals(told.trouble())) {
                moved.accept(post.probe());
            }
        }
    }

    private Inquiry asked(Post post) {
        var inquiry = post.inquiry();
        var pod = pods.any(post.workload());
        if (pod.isEmpty()) {
            return inquiry.withoutPod();
        }
        return pod.flatMap(pods::whole).map(whole -> asked(whole, inquiry)).orElse(inquiry);
    }

    private Inquiry asked(Pod pod, Inquiry inquiry) {
        return Station.of(pod, inquiry.intent().port(), TakenPorts.of(pod))
                .map(station -> isRunning(pod, station) ? asked(pod, station, inquiry) : inquiry.withoutPod())
                .orElseGet(inquiry::withoutPort);
    }

    private Inquiry asked(Pod pod, Station station, Inquiry inquiry) {
        var after = inquiry;
        for (var question : inquiry.open()) {
            var answer = answer(
                    pod.getMetadata().getNamespace(),
                    question.at(pod.getStatus().getPodIP(), station.port()),
                    Duration.ofSeconds(inquiry.patience(question)));
            after = after.after(question, answer, pod.getMetadata().getName());
        }
        return after;
    }

    /** An error of ours says nothing of the other side. */
    private Answer answer(String namespace, Aim aim, Duration patience) {
        try {
            return prober.ask(namespace, aim, patience);
        } catch (RuntimeException e) {
            LOG.error("A path could not be asked by an error, and is asked again", e);
            return new Answer.Untold("not asked: the operator failed; its log says why");
        }
    }

    private static boolean isRunning(Pod pod, Station station) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> station.container().getName().equals(status.getName()))
                .anyMatch(
                        status -> status.getState() != null && status.getState().getRunning() != null);
    }
}
