package dev.faultline.gameday.run;

import dev.faultline.gameday.plan.Plan;
import dev.faultline.policy.text.Sentences;

/** How a run stands, in one sentence. */
final class Summary {
    private Summary() {}

    static String of(Run run) {
        return switch (run.phase()) {
            case Pending -> "Pending: its targets are being chosen";
            case AwaitingApproval -> "AwaitingApproval: somebody must agree";
            case Preflight -> "Preflight: every guard rail is looked at";
            case Baseline -> "Baseline: waiting until all that must be good is good";
            case Running -> "Running: " + steps(run);
            case Reverting -> "Reverting: putting everything back, since " + reason(run);
            case Verdict -> "Verdict: judging what was seen";
            case Complete -> complete(run);
        };
    }

    private static String steps(Run run) {
        return Sentences.listed(run.steps().stream()
                .filter(step -> !step.isDone())
                .map(step -> step.name() + " is " + step.phase()
                        + run.lines().stream()
                                .filter(line -> line.step().equals(step.name()))
                                .findFirst()
                                .map(Plan.Line::effect)
                                .map(effect -> " (" + effect + ")")
                                .orElse("")));
    }

    private static String reason(Run run) {
        return run.ending().map(Ending::message).orElse("the run has ended");
    }

    private static String complete(Run run) {
        return run.ending()
                .map(ending -> ending.outcome() + ", " + ending.reason() + ": " + ending.message())
                .orElse("Complete");
    }
}
