package dev.faultline.cluster.index;

import dev.faultline.policy.target.SelectorMatch;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From labels to the objects whose selector selects them. */
public final class SelectorIndex<T> implements Index<T> {
    private final Function<T, Place> place;
    private final Function<T, @Nullable LabelSelector> selector;
    private final WordIndex<Pair, T> pairs;

    public SelectorIndex(Function<T, Place> place, Function<T, @Nullable LabelSelector> selector) {
        this.place = place;
        this.selector = selector;
        this.pairs = new WordIndex<>(place, this::pairs);
    }

    /** Under the rarest pair that the selector demands, for a label that all have in common tells nothing apart. */
    private Collection<Pair> pairs(T object) {
        var namespace = place.apply(object).namespace();
        return List.of(Pair.demandedBy(namespace, selector.apply(object))
                .min(Comparator.comparingInt(pairs::countUnder))
                .orElseGet(() -> Pair.whole(namespace)));
    }

    @Override
    public void put(T object) {
        pairs.put(object);
    }

    @Override
    public void remove(T object) {
        pairs.remove(object);
    }

    public Stream<T> selecting(String namespace, Map<String, String> labels) {
        return Stream.concat(Stream.of(Pair.whole(namespace)), Pair.of(namespace, labels))
                .flatMap(pairs::under)
                .filter(object -> SelectorMatch.matches(selector.apply(object), labels));
    }
}
