package dev.faultline.policy.live;

import dev.faultline.api.status.InboundStatus;
import dev.faultline.envoy.Received;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A port that sidecars have taken over, as its policy has it.
 *
 * @param classes of its requests, in the policy's order
 */
public record Port(String name, List<String> classes) {
    /**
     * Another class is shown as the busiest only where it has so many times the requests of the one that is shown: two
     * that are about as busy would change places all the time.
     */
    static final double CLEARLY_MORE = 1.25;

    /**
     * @param inflows of all sidecars that have told of it
     * @param shown what status says of it now
     */
    InboundStatus status(List<Inflow> inflows, Optional<InboundStatus> shown) {
        if (inflows.isEmpty()) {
            return new InboundStatus(name, null, null, null, null, null);
        }
        var rate = DeadBand.whole(
                inflows.stream()
                        .filter(inflow -> inflow.seconds() > 0)
                        .mapToDouble(inflow -> inflow.arrivals().requests() / inflow.seconds())
                        .sum(),
                shown.map(InboundStatus::requestsPerSecond).orElse(null));
        var all = inflows.stream().map(Inflow::arrivals).reduce(Arrivals::and).orElseThrow();
        if (all.requests() == 0) {
            return new InboundStatus(name, null, null, null, rate, null);
        }
        return new InboundStatus(
                name,
                busiest(all, shown.map(InboundStatus::busiestClass)).orElse(null),
                percent(all.missed(), all, shown.map(InboundStatus::deadlineMissPercent)),
                percent(all.errors(), all, shown.map(InboundStatus::errorPercent)),
                rate,
                percent(all.shed(), all, shown.map(InboundStatus::shedPercent)));
    }

    private static String percent(long part, Arrivals all, Optional<String> shown) {
        return DeadBand.decimal(DeadBand.share(part, all.requests(), DeadBand.PERCENT), shown.orElse(null));
    }

    /** Empty where all requests are alike, or nobody knows the class of any. */
    private Optional<String> busiest(Arrivals all, Optional<String> shown) {
        var most = Optional.<String>empty();
        for (var each : known()) {
            if (count(all, each) > most.map(other -> count(all, other)).orElse(0L)) {
                most = Optional.of(each);
            }
        }
        var now = most;
        return shown.filter(known()::contains)
                .filter(before -> count(all, before) > 0)
                .filter(before -> now.filter(each -> count(all, each) > CLEARLY_MORE * count(all, before))
                        .isEmpty())
                .or(() -> now);
    }

    /** Whatever else a sidecar may tell of. */
    private List<String> known() {
        return classes.isEmpty()
                ? List.of()
                : Stream.concat(classes.stream(), Stream.of(Received.UNCLASSIFIED))
                        .toList();
    }

    private static long count(Arrivals all, String requestClass) {
        return all.classes().getOrDefault(requestClass, 0L);
    }
}
