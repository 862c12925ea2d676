/**
 * The probes that the kubelet makes: from what a HealthProbe says to what stands in a pod. Records in, records out; who
 * asks a path, and who changes a pod, lives elsewhere.
 */
@NullMarked
package dev.faultline.probe.shallow;

import org.jspecify.annotations.NullMarked;
