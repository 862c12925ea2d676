package dev.faultline.probe.gate;

import dev.faultline.probe.Remarks.Guarded;
import java.util.Optional;
import java.util.Set;

/**
 * What follows for the pods of one workload.
 *
 * @param gated uids of those that are to be out of service
 * @param guarded why others are kept in service although they fail; empty where none is
 */
public record GatePlan(Set<String> gated, Optional<Guarded> guarded) {}
