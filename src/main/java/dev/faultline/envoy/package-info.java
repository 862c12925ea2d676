/** From what a sidecar must do to what Envoy reads, a file per concern of Envoy. Pure; knows no Kubernetes. */
@NullMarked
package dev.faultline.envoy;

import org.jspecify.annotations.NullMarked;
