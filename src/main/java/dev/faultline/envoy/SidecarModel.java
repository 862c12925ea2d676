package dev.faultline.envoy;

import java.util.List;

/**
 * What one sidecar must do.
 *
 * @param zones that can be lost: all that the cluster's nodes are in, sorted
 * @param addressing of the pods
 */
public record SidecarModel(List<Leg> legs, List<String> zones, Addressing addressing) {}
