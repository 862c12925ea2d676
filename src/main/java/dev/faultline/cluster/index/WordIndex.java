package dev.faultline.cluster.index;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Objects by words, each under any number of them. Safe for many threads; a reader may meet a change half done.
 *
 * @param <W> a word: any value with equals
 */
public final class WordIndex<W, T> implements Index<T> {
    private final Function<T, Place> place;
    private final Function<T, Collection<W>> words;
    private final Map<W, Map<Place, T>> objects = new ConcurrentHashMap<>();
    private final Map<Place, Collection<W>> held = new ConcurrentHashMap<>();

    /** @param words asked once per state of an object; what it is under is remembered */
    public WordIndex(Function<T, Place> place, Function<T, Collection<W>> words) {
        this.place = place;
        this.words = words;
    }

    @Override
    public synchronized void put(T object) {
        var where = place.apply(object);
        var before = held.get(where);
        var now = words.apply(object);
        for (var word : now) {
            objects.compute(word, (_, members) -> {
                var kept = members == null ? new ConcurrentHashMap<Place, T>(2) : members;
                kept.put(where, object);
                return kept;
            });
        }
        held.put(where, now);
        if (before != null) {
            before.stream().filter(word -> !now.contains(word)).forEach(word -> drop(word, where));
        }
    }

    @Override
    public synchronized void remove(T object) {
        var where = place.apply(object);
        var before = held.remove(where);
        if (before != null) {
            before.forEach(word -> drop(word, where));
        }
    }

    private void drop(W word, Place where) {
        objects.computeIfPresent(word, (_, members) -> {
            members.remove(where);
            return members.isEmpty() ? null : members;
        });
    }

    public Stream<T> under(W word) {
        return objects.getOrDefault(word, Map.of()).values().stream();
    }

    /** Every word that something is under. */
    public Set<W> words() {
        return Set.copyOf(objects.keySet());
    }

    int countUnder(W word) {
        return objects.getOrDefault(word, Map.of()).size();
    }
}
