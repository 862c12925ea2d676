package dev.faultline.policy.finding;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.capture.Capture.Inlet;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.inbound.Requests;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What leads past the sidecars of a workload, or ends before them. */
public final class InletFindings {
    private final Workload workload;
    private final Front front;

    private InletFindings(Workload workload, Front front) {
        this.workload = workload;
        this.front = front;
    }

    /** @param requests of the policy */
    public static List<Finding> of(Workload workload, List<Requests> requests, Front front) {
        var findings = new InletFindings(workload, front);
        return requests.stream()
                .flatMap(wanted -> findings.inlet(wanted).stream())
                .flatMap(findings::of)
                .toList();
    }

    /** As the pods have it; one that has none has nothing that could be led past. */
    private Optional<Inlet> inlet(Requests wanted) {
        return workload.members().stream()
                .flatMap(member -> member.sidecar() instanceof SidecarState.Present present
                        ? present.capture().inlets().stream()
                        : Stream.<Inlet>empty())
                .filter(inlet -> inlet.name().equals(wanted.port()))
                .findFirst();
    }

    private Stream<Finding> of(Inlet inlet) {
        return Stream.concat(
                front.services().stream()
                        .flatMap(service -> service.ports().stream()
                                .filter(KnownService.Port::isTcp)
                                .flatMap(port -> past(service, port, inlet).stream())),
                front.barrier(inlet.name(), inlet.app(), inlet.listen()).stream()
                        .map(barrier -> FindingKind.NetworkPolicyBlocksSidecar.of(
                                workload.key(), "inbound port " + inlet.name() + ": " + barrier)));
    }

    private Optional<Finding> past(KnownService service, KnownService.Port port, Inlet inlet) {
        var byNumber = port.target().equals(String.valueOf(inlet.app()));
        if (!byNumber && !port.target().equals(inlet.name())) {
            return Optional.empty();
        }
        if (service.clusterIp().isEmpty()) {
            return Optional.of(FindingKind.HeadlessService.of(
                    workload.key(),
                    "inbound port " + inlet.name() + ": Service " + service.name()
                            + " is headless, so its clients call the pods themselves at the port that they know"));
        }
        return byNumber
                ? Optional.of(FindingKind.NumericTargetPort.of(
                        workload.key(),
                        "inbound port " + inlet.name() + ": port " + port.number() + " of Service " + service.name()
                                + " leads to " + inlet.app() + ", past the sidecar: in its ports write `targetPort: "
                                + inlet.name() + "`"))
                : Optional.empty();
    }
}
