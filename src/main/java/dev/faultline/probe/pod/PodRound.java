package dev.faultline.probe.pod;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Every pod of the targets was asked once.
 *
 * @param check in whose name
 * @param at when the last answer was in
 * @param samples of the pods that could be asked: those that run and are ready but for our gate
 * @param present uids of all pods that there are; what is known of others is forgotten
 */
public record PodRound(String check, Instant at, List<PodSample> samples, Set<String> present) {}
