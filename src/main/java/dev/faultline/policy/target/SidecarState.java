package dev.faultline.policy.target;

import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.trouble.Trouble;
import java.util.List;
import java.util.Set;

/** The sidecar of one pod, as far as a policy's status depends on it. */
public sealed interface SidecarState {
    /** On a pod: why it has no sidecar although its policy asks for one. */
    String SKIPPED = "faultline.dev/skipped";

    /** On a pod: hosts that its sidecar does not stand in for although its policy names them, one in a line. */
    String NOT_CAPTURED = "faultline.dev/not-captured";

    /** On a pod, as label or annotation: {@code "false"} declines a sidecar. */
    String INJECT = "faultline.dev/inject";

    /** Why a pod has none that declines it. */
    String OPTED_OUT = "OptedOut";

    /** Reasons for which a pod has none that need not hold for the one that takes its place. */
    Set<String> PASSING = Set.of("AuthorityMissing", "Suspended");

    /** @param skipped why the pod has none; empty when it was not considered, as before there was a policy */
    record Absent(String skipped) implements SidecarState {
        /** Whether a pod in this one's place may get one. */
        public boolean isPassing() {
            return skipped.isEmpty() || PASSING.contains(skipped);
        }
    }

    record Present(
            Capture capture, List<NotCaptured.Note> notCaptured, Progress progress, Trouble trouble, Account account)
            implements SidecarState {}

    /** How far a sidecar is. */
    sealed interface Progress {
        /** To no replica of the operator that is known. */
        record Unconnected() implements Progress {}

        record Behind() implements Progress {}

        record Current() implements Progress {}

        /** @param message in Envoy's words */
        record Rejected(String message) implements Progress {}
    }

    /** Knows how far the sidecars are, and what they tell. */
    @FunctionalInterface
    interface Progresses {
        Progress of(String namespace, String pod, String uid);

        default Account account(String namespace, String pod, String uid) {
            return new Account.Nothing();
        }
    }
}
