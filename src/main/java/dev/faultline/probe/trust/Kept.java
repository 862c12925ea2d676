package dev.faultline.probe.trust;

/** What was looked up, or why it is not there. */
public sealed interface Kept<T> {
    record Found<T>(T value) implements Kept<T> {}

    /** @param why names the object, what is wrong and the next step */
    record Missing<T>(String why) implements Kept<T> {}
}
