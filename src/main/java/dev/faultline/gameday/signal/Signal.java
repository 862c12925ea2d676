package dev.faultline.gameday.signal;

import java.util.Set;

/** What a run listens to. */
public sealed interface Signal {
    /** A HealthProbe of the run's namespace. */
    record Probe(String name) implements Signal {}

    /**
     * A URL, asked with GET.
     *
     * @param good status codes that are good; empty for 200 to 299
     */
    record Http(String url, Set<Integer> good) implements Signal {}

    /** A query that gives one number. */
    record PromQl(String query, Bound bound) implements Signal {}

    /** As people are told of it; the query itself may be long. */
    default String words() {
        return switch (this) {
            case Probe(var name) -> "HealthProbe " + name;
            case Http http -> http.url();
            case PromQl _ -> "its query";
        };
    }
}
