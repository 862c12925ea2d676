package dev.faultline.cluster.install;

/** How a sequence of steps has ended. */
public sealed interface Outcome {
    record Done() implements Outcome {}

    /** @param problem one sentence: what is wrong and what to do next */
    record Failed(String problem) implements Outcome {}
}
