package dev.faultline.controller.probe;

import static java.util.stream.Collectors.groupingBy;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.cache.Gates;
import dev.faultline.cluster.gate.GateWriter;
import dev.faultline.cluster.probe.GateContest;
import dev.faultline.cluster.probe.ProbeTargets;
import dev.faultline.net.Rhythm;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.gate.GateDecision;
import dev.faultline.probe.gate.GateWrite;
import dev.faultline.probe.gate.GatedPod.Condition;
import dev.faultline.probe.gate.Stance;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Keeps the readiness conditions of pods while this replica leads. A pod is out of service only while a probe holds it out;
 * whatever else is not in service is found by looking through all pods with the gate, so that none is forgotten: new ones,
 * those of a probe that is gone, those that another replica has left behind.
 */
public final class GateKeeper implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of a replica that stops, which must give the Lease back soon. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final String BEAT = "gates";

    private final Rhythm rhythm;
    private final GateWriter writer;
    private final World world;
    private final ProbeTargets targets;

    /** By the uids of pods, the uid of the probe that holds them out of service. */
    private final Map<String, String> held = new ConcurrentHashMap<>();

    private final AtomicBoolean awaited = new AtomicBoolean();

    /** Many write at a time; who stops waits for them, and nobody writes after him. */
    private final ReadWriteLock writing = new ReentrantReadWriteLock();

    private boolean closed;

    public GateKeeper(Rhythm rhythm, GateWriter writer, World world) {
        this.rhythm = rhythm;
        this.writer = writer;
        this.world = world;
        this.targets = new ProbeTargets(world.caches());
        world.caches().listen(this::changed);
    }

    /**
     * What it goes by.
     *
     * @param leading whether this replica writes
     * @param enabled whether the installation lets it write the status of pods
     * @param contest whether a probe has the say over a workload's gate
     */
    public record World(Caches caches, BooleanSupplier leading, boolean enabled, GateContest contest) {}

    /** From now on this replica leads: pods that wait come first. */
    public void lead() {
        lookAgain();
        if (world.enabled()) {
            rhythm.keep(BEAT, ROUND, this::look);
        }
    }

    /** A gate that the installation does not allow is not in force. */
    ProbeIntent allowed(ProbeIntent intent) {
        return world.enabled() ? intent : intent.withoutGates();
    }

    /** Empty where the probe has no gate to decide about. */
    Optional<GateDecision> decide(Ward ward) {
        return ward.intent()
                .gate()
                .filter(gate -> gate.force() != ProbeIntent.Force.SwitchedOff)
                .map(gate -> GateDecision.of(
                        targets.of(ward.probe()),
                        ward.pods(),
                        ward.intent().gating(),
                        workload -> stance(ward, gate, workload)));
    }

    private Stance stance(Ward ward, ProbeIntent.Gate gate, String workload) {
        return switch (gate.force()) {
            case Enforced ->
                world.contest().isWonBy(ward.probe(), workload)
                        ? new Stance.Enforced(gate.limits())
                        : new Stance.Released();
            case Shown -> new Stance.Shown(gate.limits());
            case SwitchedOff -> new Stance.Released();
        };
    }

    /** What another probe holds out of service is that one's. */
    void apply(HealthProbe probe, GateDecision decision) {
        writing.readLock().lock();
        try {
            if (!closed && world.leading().getAsBoolean()) {
                write(probe, decision);
            }
        } finally {
            writing.readLock().unlock();
        }
    }

    private void write(HealthProbe probe, GateDecision decision) {
        var uid = probe.getMetadata().getUid();
        held.entrySet()
                .removeIf(
                        hold -> hold.getValue().equals(uid) && !decision.gated().contains(hold.getKey()));
        decision.gated().forEach(pod -> held.put(pod, uid));
        var writes = decision.writes().stream()
                .filter(write -> !write.inService() || !held.containsKey(write.uid()))
                .toList();
        if (!writes.isEmpty()) {
            writer.write(probe.getMetadata().getNamespace(), writes, PATIENCE);
        }
    }

    /** The probe is gone, or asks for no gate any more. */
    void drop(String probe) {
        if (held.values().removeIf(probe::equals)) {
            lookAgain();
        }
    }

    private void changed(Cached.Change change) {
        if (change.states().getLast() instanceof Pod pod && Gates.condition(pod) == Condition.Missing) {
            lookAgain();
        }
    }

    /** Soon, and off this thread. */
    private void lookAgain() {
        if (world.enabled() && awaited.compareAndSet(false, true)) {
            Thread.ofVirtual().name(BEAT).start(() -> {
                awaited.set(false);
                look();
            });
        }
    }

    private synchronized void look() {
        writing.readLock().lock();
        try {
            if (!closed && world.leading().getAsBoolean()) {
                release(pods(Condition.Missing), PATIENCE);
                release(pods(Condition.False).filter(pod -> !isHeld(pod)), PATIENCE);
            }
        } finally {
            writing.readLock().unlock();
        }
    }

    private boolean isHeld(Pod pod) {
        return held.containsKey(pod.getMetadata().getUid());
    }

    private void release(Stream<Pod> wanted, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        wanted.collect(groupingBy(pod -> pod.getMetadata().getNamespace()))
                .forEach((namespace, pods) -> writer.write(
                        namespace,
                        pods.stream().map(GateKeeper::released).toList(),
                        Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    private Stream<Pod> pods(Condition condition) {
        return world.caches()
                .podsWithGate(condition)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
    }

    private static GateWrite released(Pod pod) {
        return GateWrite.release(
                pod.getMetadata().getUid(), pod.getMetadata().getName(), Gates.condition(pod) == Condition.Missing);
    }

    /** Whoever leads next judges anew; if nobody does, no pod stays out of service. */
    @Override
    public void close() {
        rhythm.close();
        try {
            if (writing.writeLock().tryLock(LAST_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                closed = true;
                if (world.enabled() && world.leading().getAsBoolean()) {
                    release(
                            Stream.of(
                                            pods(Condition.Missing),
                                            pods(Condition.False),
                                            // What was written last may not be seen yet.
                                            pods(Condition.True).filter(this::isHeld))
                                    .flatMap(some -> some),
                            LAST_PATIENCE);
                }
                writing.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
