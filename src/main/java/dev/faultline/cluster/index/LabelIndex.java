package dev.faultline.cluster.index;

import dev.faultline.policy.target.SelectorMatch;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a selector to the objects whose labels it selects. */
public final class LabelIndex<T> implements Index<T> {
    private final Function<T, Map<String, String>> labels;
    private final WordIndex<Pair, T> pairs;

    public LabelIndex(Function<T, Place> place, Function<T, Map<String, String>> labels) {
        this.labels = labels;
        this.pairs = new WordIndex<>(place, object -> pairs(place.apply(object).namespace(), labels.apply(object)));
    }

    private static Collection<Pair> pairs(String namespace, Map<String, String> labels) {
        return Stream.concat(Stream.of(Pair.whole(namespace)), Pair.of(namespace, labels))
                .toList();
    }

    @Override
    public void put(T object) {
        pairs.put(object);
    }

    @Override
    public void remove(T object) {
        pairs.remove(object);
    }

    /** Looks through those that have the rarest label the selector demands, or through the namespace if it demands none. */
    public Stream<T> selectedBy(String namespace, @Nullable LabelSelector selector) {
        if (selector == null) {
            return Stream.empty();
        }
        var rarest = Pair.demandedBy(namespace, selector)
                .min(Comparator.comparingInt(pairs::countUnder))
                .orElseGet(() -> Pair.whole(namespace));
        return pairs.under(rarest).filter(object -> SelectorMatch.matches(selector, labels.apply(object)));
    }
}
