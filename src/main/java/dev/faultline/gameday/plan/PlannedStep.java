package dev.faultline.gameday.plan;

import dev.faultline.policy.target.Claimant.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One step, parsed.
 *
 * @param after steps that must be over before it begins
 * @param targets in the namespace of the run
 * @param count of pods of each target; of no meaning for what acts on workloads
 * @param duration how long the fault stays; empty for what is over once it is done
 * @param recoverTimeout how long the targets may take to recover after the fault
 */
public record PlannedStep(
        String name,
        List<String> after,
        Fault fault,
        Claim targets,
        Amount count,
        Optional<Duration> duration,
        Duration recoverTimeout) {}
