package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.News;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.index.RestartIndex;
import dev.faultline.cluster.rollout.Restarter;
import dev.faultline.policy.PolicyPlan;
import dev.faultline.policy.TargetPlan;
import dev.faultline.policy.rollout.Candidate;
import dev.faultline.policy.rollout.Restart;
import dev.faultline.policy.rollout.RestartPlanner;
import dev.faultline.policy.rollout.Terms;
import dev.faultline.policy.rollout.Terms.Standing;
import dev.faultline.policy.sidecar.InForce;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Restarts the workloads of policies that ask for it, so that their pods get the sidecar; one after the other. */
public final class Rollouts {
    /** After a write that somebody was faster than: the change that was may be none that wakes the policy. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** A restart that gets no further tells nobody. */
    private static final Duration GIVEN_UP = RestartIndex.PATIENCE.plusSeconds(1);

    /** After a write of which nobody knows whether it was done. */
    private static final Duration UNCLEAR = Restarter.UNCLEAR.plusSeconds(1);

    private final Restarter restarter;
    private final World world;
    private final ScheduledExecutorService timer;
    private final Settling settling;
    private final Turns turns = new Turns();
    private final AtomicBoolean watched = new AtomicBoolean();

    /**
     * What is to be known besides the workloads.
     *
     * @param enabled whether the operator's settings let it restart anything
     * @param bypassed whether the sidecars of a namespace are to pass all on
     * @param injecting for how long the new pods of a namespace have been sent to the webhook; empty when they are not
     * @param wake makes a policy look again
     */
    public record World(
            boolean enabled,
            Predicate<String> bypassed,
            Function<String, Optional<Duration>> injecting,
            Consumer<Place> wake) {}

    public Rollouts(Restarter restarter, World world, ScheduledExecutorService timer) {
        this.restarter = restarter;
        this.world = world;
        this.timer = timer;
        this.settling = new Settling(world.injecting());
    }

    /** @param pause when to look again though nothing changes */
    record Advance(Map<Workload.Key, Restart> restarts, List<News> news, Optional<Duration> pause) {
        static final Advance NONE = new Advance(Map.of(), List.of(), Optional.empty());
    }

    Advance advance(ResiliencePolicy policy, PolicyPlan plan) {
        if (plan instanceof PolicyPlan.Planned planned
                && planned.intent().restartsPods()
                && !policy.isMarkedForDeletion()) {
            return new Round(policy, planned).run();
        }
        withdraw(policy);
        return Advance.NONE;
    }

    /** A policy that asks for nothing, or is in trouble, holds up no other. */
    void withdraw(ResiliencePolicy policy) {
        turns.claim(Place.of(policy), Optional.empty());
        passOn(Optional.of(Place.of(policy)));
    }

    /** Drops what is remembered of a policy that is gone. */
    public void forget(ResiliencePolicy policy) {
        settling.forget(policy);
        withdraw(policy);
    }

    /** A restart may have ended. */
    public void changed(Cached.Change change) {
        if (change.states().getLast() instanceof Deployment || change.states().getLast() instanceof StatefulSet) {
            passOn(Optional.empty());
        }
    }

    /** Wakes the policy whose turn it is, unless that is the one at work. */
    private void passOn(Optional<Place> atWork) {
        var next = turns.next();
        if (next.isEmpty()) {
            return;
        }
        if (restarter.isFree()) {
            next.filter(policy -> !atWork.equals(Optional.of(policy))).ifPresent(world.wake());
        } else if (watched.compareAndSet(false, true)) {
            timer.schedule(this::lookAgain, GIVEN_UP.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void lookAgain() {
        watched.set(false);
        passOn(Optional.empty());
    }

    /** One look at one policy. */
    private final class Round {
        private final ResiliencePolicy policy;
        private final Place place;
        private final Optional<Duration> left;
        private final Terms terms;
        private final List<Workload> workloads;
        private final Map<Workload.Key, Restart> restarts;
        private final List<News> news = new ArrayList<>();
        private Optional<Duration> pause = Optional.empty();

        Round(ResiliencePolicy policy, PolicyPlan.Planned plan) {
            this.policy = policy;
            this.place = Place.of(policy);
            this.left = settling.left(policy);
            var candidates =
                    plan.attached().stream().map(TargetPlan.Attached::candidate).toList();
            this.workloads = candidates.stream().map(Candidate::workload).toList();
            this.terms = new Terms(
                    place.namespace(),
                    Terms.mark(policy),
                    standing(),
                    those(key -> restarter.isUnderWay(place.namespace(), key)));
            this.restarts = RestartPlanner.plan(terms, candidates);
        }

        private Set<Workload.Key> those(Predicate<Workload.Key> which) {
            return workloads.stream().map(Workload::key).filter(which).collect(Collectors.toSet());
        }

        private Standing standing() {
            if (!world.enabled()) {
                return Standing.SwitchedOff;
            }
            if (InForce.isBypassed(policy) || world.bypassed().test(place.namespace())) {
                return Standing.Bypassed;
            }
            return left.filter(span -> !span.isPositive()).isPresent() ? Standing.Ready : Standing.Settling;
        }

        Advance run() {
            claim();
            while (due().isPresent() && turns.next().equals(Optional.of(place)) && restarter.isFree()) {
                if (!restart(due().get())) {
                    break;
                }
                claim();
            }
            restarts.replaceAll((_, restart) ->
                    restart instanceof Restart.Due ? new Restart.Waiting("another one goes on") : restart);
            passOn(Optional.of(place));
            return new Advance(restarts, List.copyOf(news), pause.or(this::untilLater));
        }

        private Optional<Duration> untilLater() {
            if (restarts.values().stream().anyMatch(Restart.Settling.class::isInstance)) {
                return left;
            }
            return restarts.values().stream().anyMatch(Restart.UnderWay.class::isInstance)
                    ? Optional.of(GIVEN_UP)
                    : Optional.empty();
        }

        private Optional<Workload> due() {
            return workloads.stream()
                    .filter(workload -> restarts.get(workload.key()) instanceof Restart.Due)
                    .min(Comparator.comparing(Workload::key));
        }

        private void claim() {
            turns.claim(place, due().map(Workload::key));
        }

        /** @return whether another one may be looked at */
        private boolean restart(Workload workload) {
            var key = workload.key();
            return switch (restarter.restart(place.namespace(), workload, terms.mark())) {
                case Restarter.Outcome.Started _ -> {
                    started(key);
                    yield true;
                }
                case Restarter.Outcome.Refused(var message) -> {
                    restarts.put(key, new Restart.Held("the API server refuses it", message));
                    pause = Optional.of(Restarter.REFUSED);
                    timer.schedule(Rollouts.this::lookAgain, UNCLEAR.toSeconds(), TimeUnit.SECONDS);
                    yield true;
                }
                case Restarter.Outcome.Overtaken _ -> {
                    restarts.put(key, new Restart.Waiting("it has just changed"));
                    pause = Optional.of(SOON);
                    yield false;
                }
                case Restarter.Outcome.Occupied _ -> false;
            };
        }

        private void started(Workload.Key key) {
            if (restarts.get(key) instanceof Restart.Due(var number, var of)) {
                restarts.put(key, new Restart.UnderWay(number, of));
                news.add(new News(
                        false,
                        EventReason.RolloutStarted,
                        "Restart",
                        key.attachedTo() + " is restarted, so that its pods get the sidecar: " + number + " of " + of));
            }
        }
    }
}
