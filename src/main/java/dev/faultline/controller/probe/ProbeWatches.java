package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.ProbeContest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From what has been learned to the probes that must look again. */
public final class ProbeWatches extends AbstractEventSource<HasMetadata, HealthProbe>
        implements ResourceEventAware<HealthProbe> {
    private final Consumer<HealthProbe> forget;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<ProbeIndex> probes = Optional.empty();

    /** @param forget drops what is remembered of a probe that is gone */
    public ProbeWatches(Consumer<HealthProbe> forget) {
        super(HasMetadata.class, "checks");
        this.forget = forget;
    }

    ProbeWatches over(ProbeIndex index) {
        probes = Optional.of(index);
        return this;
    }

    /** Empty until they are known. */
    public Optional<ProbeIndex> probes() {
        return probes;
    }

    public long probeCount() {
        return all().count();
    }

    /** Every probe looks again, as after taking over from another replica; first those that changed in between. */
    public void wakeAll() {
        all().sorted(Comparator.comparing(ProbeWatches::isReportedOn))
                .map(Place::of)
                .forEach(this::wake);
    }

    private static boolean isReportedOn(HealthProbe probe) {
        var status = probe.getStatus();
        return status != null && probe.getMetadata().getGeneration().equals(status.observedGeneration());
    }

    /** A probe looks again, if it is still there. */
    public void wake(Place probe) {
        if (isRunning() && probes.flatMap(index -> index.at(probe)).isPresent()) {
            getEventHandler().handleEvent(new Event(new ResourceID(probe.name(), probe.namespace())));
        }
    }

    /** @param listener told when a probe that may set something on pods is new, changed or gone */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Namespaces with a probe that sets probes on pods. */
    public Set<String> enforcedNamespaces() {
        return all().filter(ProbeContest::isContender)
                .map(probe -> probe.getMetadata().getNamespace())
                .collect(Collectors.toSet());
    }

    /** A workload that comes, goes or gets other labels changes what probes are for. */
    public void changed(Cached.Change change) {
        var workloads = change.states().stream()
                .flatMap(state -> Outline.of(state).stream())
                .map(outline -> outline.labels().toString())
                .toList();
        if (isRunning()
                && !workloads.isEmpty()
                && (change.states().size() == 1 || workloads.stream().distinct().count() > 1)) {
            wakeRivals(change.states().getFirst().getMetadata().getNamespace());
        }
    }

    private void wakeRivals(String namespace) {
        in(namespace).filter(ProbeWatches::setsSomething).map(Place::of).forEach(this::wake);
    }

    private static boolean setsSomething(HealthProbe probe) {
        return probe.getSpec().shallow() != null || probe.getSpec().readiness() != null;
    }

    /** All there are; none until they are known. */
    private Stream<HealthProbe> all() {
        return probes.stream().flatMap(ProbeIndex::all);
    }

    /** Those of a namespace; none until they are known. */
    public Stream<HealthProbe> in(String namespace) {
        return probes.stream().flatMap(index -> index.in(namespace));
    }

    @Override
    public void onResourceCreated(HealthProbe probe) {
        tell(probe);
    }

    @Override
    public void onResourceUpdated(HealthProbe now, HealthProbe before) {
        if (!now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
                || now.isMarkedForDeletion() != before.isMarkedForDeletion()) {
            tell(before);
            tell(now);
        }
    }

    @Override
    public void onResourceDeleted(HealthProbe probe) {
        forget.accept(probe);
        tell(probe);
    }

    /** Who has a workload may have changed. */
    private void tell(HealthProbe probe) {
        if (setsSomething(probe)) {
            wakeRivals(probe.getMetadata().getNamespace());
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public Class<HasMetadata> resourceType() {
        return HasMetadata.class;
    }

    @Override
    public Set<HasMetadata> getSecondaryResources(HealthProbe probe) {
        return Set.of();
    }
}
