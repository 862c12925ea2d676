package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.status.Finding;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.inbound.Requests;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.SidecarState.Progress;
import dev.faultline.policy.target.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The sidecars of one target.
 *
 * @param wanted whether the policy asks for them
 * @param expected pods that should have one, 0 or more
 * @param covered pods whose sidecar stands in for all that it can
 * @param connected sidecars that are connected
 * @param current sidecars that have accepted all they are to have
 * @param rejected what Envoy has said where it refused something
 * @param lacking pods that must be created anew to get a sidecar, or one for all that the policy names
 * @param skipped reasons in one word for which pods got none
 * @param notCaptured hosts that sidecars do not stand in for
 * @param barred whether a ConfigMap of somebody else keeps new pods from getting one
 * @param suspended what injection has done to the workload, so that new pods get none; empty as a rule
 */
record SidecarPart(
        boolean wanted,
        int expected,
        int covered,
        int connected,
        int current,
        List<String> rejected,
        int lacking,
        List<String> skipped,
        List<NotCaptured.Note> notCaptured,
        boolean barred,
        Optional<Finding> suspended) {
    private static final SidecarPart NOT_WANTED =
            new SidecarPart(false, 0, 0, 0, 0, List.of(), 0, List.of(), List.of(), false, Optional.empty());

    /**
     * @param policy as it is stored, with its status
     * @param barred whether a ConfigMap of somebody else keeps new pods from getting one
     */
    static SidecarPart of(ResiliencePolicy policy, Intent intent, Workload workload, boolean barred) {
        return intent.needsSidecar() && intent.isEnforced()
                ? counted(intent, workload, barred, Suspension.finding(policy, workload))
                : NOT_WANTED;
    }

    /** Whether every pod that can have one has one, and they all run what they should. */
    boolean isInPlace() {
        return suspended.isEmpty() && !barred && lacking == 0 && rejected.isEmpty() && current >= covered;
    }

    private static SidecarPart counted(Intent intent, Workload workload, boolean barred, Optional<Finding> suspended) {
        var counts = new Counts();
        workload.members().forEach(member -> counts.add(member.sidecar(), intent));
        return new SidecarPart(
                true,
                workload.members().size(),
                counts.covered,
                counts.connected,
                counts.current,
                List.copyOf(counts.rejected),
                counts.lacking,
                List.copyOf(counts.skipped),
                List.copyOf(counts.notCaptured),
                barred,
                suspended);
    }

    private static final class Counts {
        private int covered;
        private int connected;
        private int current;
        private int lacking;
        private final List<String> rejected = new ArrayList<>();
        private final TreeSet<String> skipped = new TreeSet<>();
        private final TreeSet<NotCaptured.Note> notCaptured = new TreeSet<>();

        void add(SidecarState state, Intent intent) {
            switch (state) {
                case SidecarState.Absent absent -> {
                    if (absent.isPassing()) {
                        lacking++;
                    } else {
                        skipped.add(absent.skipped());
                    }
                }
                case SidecarState.Present present -> add(present, intent);
            }
        }

        private void add(SidecarState.Present sidecar, Intent intent) {
            notCaptured.addAll(sidecar.notCaptured());
            if (intent.calls().stream().allMatch(call -> isConsidered(call, sidecar))
                    && intent.requests().stream().allMatch(requests -> isConsidered(requests, sidecar))) {
                covered++;
            } else {
                lacking++;
            }
            switch (sidecar.progress()) {
                case Progress.Unconnected _ -> {
                    // Neither.
                }
                case Progress.Behind _ -> connected++;
                case Progress.Current _ -> {
                    connected++;
                    current++;
                }
                case Progress.Rejected(var message) -> {
                    connected++;
                    rejected.add(message);
                }
            }
        }

        /** What was not captured when the pod was created would not be if it were created anew. */
        private static boolean isConsidered(Call call, SidecarState.Present sidecar) {
            return sidecar.capture().hosts().stream().anyMatch(host -> isFor(call, host))
                    || sidecar.notCaptured().stream()
                            .anyMatch(note -> note.dependencies().contains(call.name()));
        }

        private static boolean isConsidered(Requests requests, SidecarState.Present sidecar) {
            return sidecar.capture().inlets().stream()
                            .anyMatch(inlet -> inlet.name().equals(requests.port()))
                    || sidecar.notCaptured().stream()
                            .anyMatch(note -> note.dependencies().contains(NotCaptured.inbound(requests.port())));
        }

        private static boolean isFor(Call call, Capture.Host host) {
            return host.ports().stream().anyMatch(port -> call.isTo(host.destination(), port.target()));
        }
    }
}
