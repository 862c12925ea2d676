package dev.faultline.envoy.inbound;

import dev.faultline.api.traffic.Inbound.Shedding;
import java.util.OptionalInt;

/**
 * How many requests a pod works on at once, and what becomes of more.
 *
 * @param maxRequests 1 to 1000000; empty for no limit
 */
public record Capacity(OptionalInt maxRequests, Shedding shedding) {
    public static final Capacity UNLIMITED = new Capacity(OptionalInt.empty(), Shedding.None);
}
