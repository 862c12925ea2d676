package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.index.Place;
import dev.faultline.net.Rhythm;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Health;
import dev.faultline.probe.PlannedCheck;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Prober;
import dev.faultline.probe.Sample;
import dev.faultline.probe.gate.GateDecision;
import dev.faultline.probe.report.Recollection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * The checks of all probes while this replica leads: each is made in its rhythm, and what has come of it is kept here and
 * nowhere else between two statuses.
 */
public final class Checkups implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Checkups.class);

    private final Rhythm rhythm;
    private final Prober prober;
    private final PodRounds rounds;
    private final GateKeeper gates;
    private final World world;
    private final Clock clock;
    private final Map<String, Ward> wards = new ConcurrentHashMap<>();

    public Checkups(Rhythm rhythm, Asking asking, GateKeeper gates, World world, Clock clock) {
        this.rhythm = rhythm;
        this.prober = asking.prober();
        this.rounds = asking.rounds();
        this.gates = gates;
        this.world = world;
        this.clock = clock;
    }

    /**
     * Who is asked how.
     *
     * @param prober asks what is one
     * @param rounds ask each pod of the targets
     */
    public record Asking(Prober prober, PodRounds rounds) {}

    /**
     * What checks have to do with besides.
     *
     * @param watchedUntil until when somebody watched before this replica did; empty where nobody has
     * @param moved told of a probe that has something new to say
     * @param heard told of every answer, and how long it took
     * @param causes what an incident is put down to
     */
    public record World(
            Supplier<Optional<Instant>> watchedUntil,
            Consumer<Place> moved,
            BiConsumer<Answer, Duration> heard,
            Causes causes) {
        /** Where incidents are put down to nothing. */
        public World(
                Supplier<Optional<Instant>> watchedUntil, Consumer<Place> moved, BiConsumer<Answer, Duration> heard) {
            this(watchedUntil, moved, heard, Causes.NONE);
        }
    }

    /** A probe under watch, and all that is known of it now: exactly, where status is rounded. */
    public record Known(ProbeIntent intent, Health health) {}

    /** Empty while nobody watches it. */
    public Optional<Known> known(Place probe) {
        return wards.values().stream()
                .filter(ward -> ward.place().equals(probe))
                .findFirst()
                .map(ward -> new Known(ward.intent(), ward.health()));
    }

    /** What of it is in force in this installation. */
    ProbeIntent allowed(ProbeIntent intent) {
        return gates.allowed(intent);
    }

    /** From now on the checks that are asked for are made, and no others. What is known of a probe is kept. */
    Health keep(HealthProbe probe, ProbeIntent intent) {
        var uid = probe.getMetadata().getUid();
        var now = clock.instant();
        var before = Optional.ofNullable(wards.get(uid));
        var ward = wards.compute(
                uid,
                (_, known) -> known == null
                        ? Ward.of(probe, intent, recalled(probe, now), now)
                        : known.with(probe, intent, now));
        if (intent.gate().isEmpty()) {
            gates.drop(uid);
        }
        before.ifPresent(old -> old.intent().checks().stream()
                .filter(check -> intent.checks().stream()
                        .noneMatch(wanted -> wanted.name().equals(check.name())))
                .forEach(check -> rhythm.drop(beat(uid, check.name()))));
        intent.checks()
                .forEach(check ->
                        rhythm.keep(beat(uid, check.name()), intent.rules().period(), () -> ask(uid, check.name())));
        return ward.health();
    }

    private Health recalled(HealthProbe probe, Instant now) {
        return Optional.ofNullable(probe.getStatus())
                .map(status ->
                        Recollection.of(status, world.watchedUntil().get().orElse(Instant.EPOCH)))
                .orElseGet(() -> Health.fresh(now));
    }

    /** A uid has no blank. */
    private static String beat(String uid, String check) {
        return uid + " " + check;
    }

    private void ask(String uid, String name) {
        var ward = wards.get(uid);
        if (ward != null) {
            ward.intent().checks().stream()
                    .filter(check -> check.name().equals(name))
                    .forEach(check -> {
                        if (check.aim() instanceof Aim.EachPod aim) {
                            askPods(uid, ward, check, aim);
                        } else {
                            take(uid, check, answer(ward, check));
                        }
                    });
        }
    }

    private void askPods(String uid, Ward ward, PlannedCheck check, Aim.EachPod aim) {
        var round = rounds.ask(ward.probe(), check, aim, ward.intent().rules().timeout());
        var decided = new AtomicReference<Optional<GateDecision>>(Optional.empty());
        advance(
                        uid,
                        check,
                        before -> before.after(round, judged -> {
                            decided.set(gates.decide(judged));
                            return decided.get();
                        }))
                .ifPresent(after -> decided.get().ifPresent(decision -> gates.apply(after.probe(), decision)));
        // Since it was decided the probe may have gone, or have been told to gate nothing.
        if (Optional.ofNullable(wards.get(uid))
                .flatMap(known -> known.intent().gate())
                .isEmpty()) {
            gates.drop(uid);
        }
    }

    private Answer answer(Ward ward, PlannedCheck check) {
        var begin = System.nanoTime();
        var answer = asked(ward, check);
        // Counting pods asks nobody, and is over at once.
        if (!(check.aim() instanceof Aim.Pods)) {
            world.heard().accept(answer, Duration.ofNanos(System.nanoTime() - begin));
        }
        return answer;
    }

    /** An error of ours says nothing of the other side. */
    private Answer asked(Ward ward, PlannedCheck check) {
        try {
            return prober.ask(
                    ward.place().namespace(), check.aim(), ward.intent().rules().timeout());
        } catch (RuntimeException e) {
            LOG.error("A check ended by an error, and is made again", e);
            return new Answer.Untold("not made: the operator failed; its log says why");
        }
    }

    private void take(String uid, PlannedCheck check, Answer answer) {
        var sample = new Sample(clock.instant(), answer);
        advance(uid, check, before -> before.after(check.name(), sample));
    }

    /** What was asked may no longer be asked for. */
    private Optional<Ward> advance(String uid, PlannedCheck check, UnaryOperator<Ward> step) {
        var moved = new AtomicBoolean();
        var ward = wards.computeIfPresent(uid, (_, before) -> {
            if (!before.intent().checks().contains(check)) {
                return before;
            }
            var after = named(before, step.apply(before));
            moved.set(
                    after.health().tellsMoreThan(before.health(), after.intent().rules()));
            return after;
        });
        if (ward != null && moved.get()) {
            world.moved().accept(ward.place());
        }
        return Optional.ofNullable(ward);
    }

    /** What has brought an incident about is asked once, when it is detected. */
    private Ward named(Ward before, Ward after) {
        if (before.health().outages().open().isPresent()) {
            return after;
        }
        return after.health()
                .outages()
                .open()
                .flatMap(outage -> world.causes().of(after.probe(), outage.began()))
                .map(after::causedBy)
                .orElse(after);
    }

    public void forget(HealthProbe probe) {
        var uid = probe.getMetadata().getUid();
        Optional.ofNullable(wards.remove(uid))
                .ifPresent(ward -> ward.intent().checks().forEach(check -> rhythm.drop(beat(uid, check.name()))));
        gates.drop(uid);
    }

    @Override
    public void close() {
        rhythm.close();
        rounds.close();
        wards.clear();
    }
}
