package dev.faultline.cluster.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an object in a cache, and which part of that is worth waking somebody for.
 *
 * @param keep drops all that nobody reads; doing so twice changes nothing
 * @param facts what must differ for a change to be passed on
 */
public record Pruning<T extends HasMetadata>(UnaryOperator<T> keep, Function<T, Object> facts) {

    public boolean isNews(T before, T after) {
        return !facts.apply(before).equals(facts.apply(after));
    }

    /** Facts that are compared together. */
    public static List<@Nullable Object> facts(@Nullable Object... facts) {
        return Arrays.asList(facts);
    }
}
