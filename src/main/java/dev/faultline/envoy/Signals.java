package dev.faultline.envoy;

import dev.faultline.api.Telemetry;
import dev.faultline.envoy.trace.Tracing;
import java.util.Optional;

/**
 * What a sidecar tells of calls and requests, one by one.
 *
 * @param log which have a line in the access log
 * @param tracing where spans are sent; empty for nowhere
 */
public record Signals(Telemetry.AccessLog log, Optional<Tracing> tracing) {}
