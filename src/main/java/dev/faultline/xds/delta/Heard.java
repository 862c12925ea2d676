package dev.faultline.xds.delta;

import java.util.List;

/** What a request of a proxy has come to. */
public sealed interface Heard {
    record Fine() implements Heard {}

    /** @param editions empty after a refusal of several, as nobody knows which one was meant; each is then sent singly */
    record Rejected(List<Edition> editions, String message) implements Heard {}

    /** More than a proxy can have to ask; it is not heard any further. */
    record TooMuch() implements Heard {}
}
