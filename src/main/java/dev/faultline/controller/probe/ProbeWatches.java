package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.index.Place;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** From what has been learned to the probes that must look again. */
public final class ProbeWatches extends AbstractEventSource<HasMetadata, HealthProbe>
        implements ResourceEventAware<HealthProbe> {
    private final Consumer<HealthProbe> forget;
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
        return probes.stream().flatMap(ProbeIndex::all).count();
    }

    /** Every probe looks again, as after taking over from another replica; first those that changed in between. */
    public void wakeAll() {
        probes.stream()
                .flatMap(ProbeIndex::all)
                .sorted(Comparator.comparing(ProbeWatches::isReportedOn))
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

    @Override
    public void onResourceDeleted(HealthProbe probe) {
        forget.accept(probe);
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
