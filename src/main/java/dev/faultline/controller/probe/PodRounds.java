package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.probe.ProbeTargets;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.PlannedCheck;
import dev.faultline.probe.gate.Target;
import dev.faultline.probe.pod.PodProber;
import dev.faultline.probe.pod.PodRef;
import dev.faultline.probe.pod.PodRound;
import dev.faultline.probe.pod.PodSample;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Asks every pod of a probe's targets once, many of them at a time. */
public final class PodRounds implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PodRounds.class);

    /** Of all probes together: as many connections are open at most. */
    private static final int AT_ONCE = 128;

    private final PodProber prober;
    private final ProbeTargets targets;
    private final BiConsumer<Answer, Duration> heard;
    private final Clock clock;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("pod").factory());

    /** @param heard told of every answer, and how long it took */
    public PodRounds(PodProber prober, ProbeTargets targets, BiConsumer<Answer, Duration> heard, Clock clock) {
        this.prober = prober;
        this.targets = targets;
        this.heard = heard;
        this.clock = clock;
    }

    /** @param timeout of each question */
    PodRound ask(HealthProbe probe, PlannedCheck check, Aim.EachPod aim, Duration timeout) {
        var workloads = targets.of(probe);
        var namespace = probe.getMetadata().getNamespace();
        var samples = answers(workloads.stream()
                .flatMap(target -> questions(namespace, target, aim, timeout))
                .toList());
        return new PodRound(
                check.name(),
                clock.instant(),
                samples,
                workloads.stream()
                        .flatMap(target -> target.pods().stream())
                        .map(pod -> pod.ref().uid())
                        .collect(Collectors.toSet()));
    }

    private Stream<Callable<PodSample>> questions(String namespace, Target target, Aim.EachPod aim, Duration timeout) {
        var port = target.port(aim.port());
        return target.pods().stream()
                .filter(Target.Member::isAsked)
                .map(pod -> () -> port.isEmpty()
                        ? untold(pod.ref(), "no container of the pod template has a port named " + aim.port())
                        : asked(
                                new PodProber.Question(
                                        namespace,
                                        pod.ref(),
                                        new Aim.Address(pod.address(), port.getAsInt()),
                                        aim.path(),
                                        aim.tls()),
                                timeout));
    }

    private PodSample asked(PodProber.Question question, Duration timeout) {
        var begin = System.nanoTime();
        var sample = told(question, timeout);
        heard.accept(sample.answer(), Duration.ofNanos(System.nanoTime() - begin));
        return sample;
    }

    /** An error of ours says nothing of the other side. */
    private PodSample told(PodProber.Question question, Duration timeout) {
        try {
            return prober.ask(question, timeout);
        } catch (RuntimeException e) {
            LOG.error("A check ended by an error, and is made again", e);
            return untold(question.pod(), "not made: the operator failed; its log says why");
        }
    }

    private static PodSample untold(PodRef pod, String why) {
        return new PodSample(pod, new Answer.Untold(why), Collections.emptySortedMap());
    }

    private List<PodSample> answers(List<Callable<PodSample>> questions) {
        try {
            return threads.invokeAll(questions).stream().map(PodRounds::answer).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static PodSample answer(Future<PodSample> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
