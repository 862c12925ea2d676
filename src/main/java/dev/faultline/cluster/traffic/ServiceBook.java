package dev.faultline.cluster.traffic;

import dev.faultline.cluster.index.Place;
import dev.faultline.policy.capture.KnownServices;
import java.util.Map;
import java.util.stream.Stream;

/** The Services of the cluster, by their names and by the pods behind them. */
public interface ServiceBook extends KnownServices {
    /** Services with such pods behind them. */
    Stream<Place> inFrontOf(String namespace, Map<String, String> podLabels);
}
