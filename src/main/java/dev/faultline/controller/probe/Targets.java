package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.Mode;
import dev.faultline.api.probe.ProbeTarget;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.ProbeContest;
import dev.faultline.policy.target.ProbeContest.Prize;
import dev.faultline.probe.shallow.Claimed;
import dev.faultline.probe.shallow.Inquiry;
import dev.faultline.probe.shallow.ShallowIntent;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The workloads of probes: which one has which, and that their pods are asked. */
public final class Targets {
    private final Observed observed;
    private final Function<String, Stream<HealthProbe>> probes;
    private final Lookout lookout;

    /** Names of the posts of each probe, by its uid. */
    private final Map<String, Set<String>> posts = new ConcurrentHashMap<>();

    /** @param probes of a namespace */
    public Targets(Observed observed, Function<String, Stream<HealthProbe>> probes, Lookout lookout) {
        this.observed = observed;
        this.probes = probes;
        this.lookout = lookout;
    }

    /** What the probe claims, by kind and name; nothing where it sets no probes. */
    List<Claimed> keep(HealthProbe probe) {
        var shallow = probe.getSpec().shallow();
        if (shallow == null) {
            forget(probe);
            return List.of();
        }
        var intent = ShallowIntent.of(shallow);
        var names = new HashSet<String>();
        var claimed = switch (Claimant.of(probe).claim()) {
            case Claimant.Claim.Named(var keys) ->
                keys.stream()
                        .sorted()
                        .map(key -> observed.outline(namespace(probe), key)
                                .map(workload -> claimed(probe, intent, workload, names))
                                .orElseGet(() -> new Claimed.Missing(key.attachedTo())))
                        .toList();
            case Claimant.Claim.Selected(var selector) ->
                observed.selectedBy(namespace(probe), selector)
                        .sorted(Comparator.comparing(Outline::key))
                        .limit(ProbeTarget.MOST)
                        .map(workload -> claimed(probe, intent, workload, names))
                        .toList();
        };
        var before = Optional.ofNullable(posts.put(probe.getMetadata().getUid(), names))
                .orElse(Set.of());
        before.stream().filter(name -> !names.contains(name)).forEach(lookout::drop);
        return claimed;
    }

    private Claimed claimed(HealthProbe probe, ShallowIntent intent, Outline workload, Set<String> names) {
        var winner = winner(workload)
                .filter(_ -> probe.getSpec().mode() != Mode.Audit)
                .map(found -> found.getMetadata().getName())
                .filter(name -> !name.equals(probe.getMetadata().getName()));
        if (winner.isPresent()) {
            return new Claimed.Lost(workload.key().attachedTo(), winner.get());
        }
        // A uid has no blank.
        var name =
                "paths " + probe.getMetadata().getUid() + " " + workload.key().attachedTo();
        names.add(name);
        var begun = Inquiry.begun(intent, ProbeContest.served(probe, workload.key()));
        return new Claimed.Held(workload.key().attachedTo(), lookout.keep(name, Place.of(probe), workload, begun));
    }

    private Optional<HealthProbe> winner(Outline workload) {
        return ProbeContest.winner(
                Prize.Shallow, probes.apply(workload.namespace()), workload.key(), workload.labels());
    }

    private static String namespace(HealthProbe probe) {
        return probe.getMetadata().getNamespace();
    }

    public void forget(HealthProbe probe) {
        Optional.ofNullable(posts.remove(probe.getMetadata().getUid()))
                .ifPresent(names -> names.forEach(lookout::drop));
    }
}
