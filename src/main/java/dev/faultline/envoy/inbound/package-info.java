/** From what a sidecar must do with the requests that its pod receives to what Envoy reads. Pure; knows no Kubernetes. */
@NullMarked
package dev.faultline.envoy.inbound;

import org.jspecify.annotations.NullMarked;
