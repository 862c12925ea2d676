package dev.faultline.api.gameday.run;

/** How a run ended. docs/reference.md is made from them. */
public enum Outcome {
    Passed("Every check passed."),
    Failed("A check failed, or a time was longer than its objective."),
    Aborted("The run was ended before it was over; everything was put back."),
    Skipped("Nothing was done, on purpose."),
    Inconclusive("What was seen is not enough for a verdict."),
    RevertFailed("Something could not be put back; status.manualSteps says what to type.");

    private final String meaning;

    Outcome(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
