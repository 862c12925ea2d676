package dev.faultline.policy.live;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Requests that came to one port. All numbers are 0 or more.
 *
 * @param classes how many of them by their class, those refused at {@code rateLimit} among them, those refused adaptively
 *     not: of these the class is not known
 * @param requests all that came and have ended
 * @param errors of them, those that were let in and failed, those that ended at their deadline among them
 * @param shed of them, those that were refused so that others are served
 * @param missed of them, those that ended at their deadline
 */
public record Arrivals(Map<String, Long> classes, long requests, long errors, long shed, long missed)
        implements Window.Sum<Arrivals> {
    /** As many as a port can have, and the requests of none. */
    public static final int MOST_CLASSES = 9;

    /** Of more classes than there can be, those that have most are kept. */
    @Override
    public Arrivals and(Arrivals later) {
        var both = new HashMap<>(classes);
        later.classes.forEach((name, count) -> both.merge(name, count, Long::sum));
        return new Arrivals(
                both.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                        .limit(MOST_CLASSES)
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)),
                requests + later.requests,
                errors + later.errors,
                shed + later.shed,
                missed + later.missed);
    }
}
