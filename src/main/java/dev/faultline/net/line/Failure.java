package dev.faultline.net.line;

import dev.faultline.probe.Answer;

/** Ends one try early, with what is to be said of it. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    private Failure(Answer answer) {
        super(null, null, false, false);
        this.answer = answer;
    }

    /** The other side's fault. */
    public static Failure bad(String message) {
        return new Failure(new Answer.Bad(message));
    }

    /** Nobody's fault that can be told. */
    public static Failure untold(String message) {
        return new Failure(new Answer.Untold(message));
    }

    public Answer answer() {
        return answer;
    }
}
