package dev.faultline.policy.sidecar;

import dev.faultline.policy.call.Call;
import dev.faultline.policy.inbound.Requests;
import java.util.List;

/** What is wanted of calls and requests; all others pass through. */
public record TrafficRules(List<Call> calls, List<Requests> requests) {
    public static final TrafficRules NONE = new TrafficRules(List.of(), List.of());
}
