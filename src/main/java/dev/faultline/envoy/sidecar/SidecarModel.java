package dev.faultline.envoy.sidecar;

import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.inbound.Inlet;
import java.util.List;

/**
 * What one sidecar must do.
 *
 * @param legs for the calls that the application makes
 * @param inlets for the requests that it receives
 * @param zones that can be lost: all that the cluster's nodes are in, sorted
 * @param addressing of the pods
 */
public record SidecarModel(List<Leg> legs, List<Inlet> inlets, List<String> zones, Addressing addressing) {}
