package dev.faultline.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What is kept of an object in a cache, and which part of that is worth waking somebody for.
 *
 * @param keep drops all that nobody reads
 * @param facts what must differ for a change to be passed on
 */
record Pruning<T extends HasMetadata>(UnaryOperator<T> keep, Function<T, Object> facts) {

    boolean isNews(T before, T after) {
        return !facts.apply(before).equals(facts.apply(after));
    }
}
