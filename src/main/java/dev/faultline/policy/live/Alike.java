package dev.faultline.policy.live;

import java.util.Map;
import java.util.Optional;

/**
 * What is told again and again, and is seldom news.
 *
 * @param <T> itself
 */
interface Alike<T extends Alike<T>> {
    /** Whether a person would see no difference but in numbers that move all the time. */
    boolean isLike(T other);

    /** The same of all that two have told, by its names. */
    static <T extends Alike<T>> boolean areAlike(Map<String, T> some, Map<String, T> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream()
                        .allMatch(entry -> Optional.ofNullable(others.get(entry.getKey()))
                                .filter(entry.getValue()::isLike)
                                .isPresent());
    }
}
