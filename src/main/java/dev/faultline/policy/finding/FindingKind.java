package dev.faultline.policy.finding;

import static dev.faultline.api.status.Severity.Error;
import static dev.faultline.api.status.Severity.Info;
import static dev.faultline.api.status.Severity.Warning;

import dev.faultline.api.status.Finding;
import dev.faultline.api.status.Severity;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.text.Sentences;

/** Every finding there is: when it appears, how much it weighs and what to do. docs/findings.md is made from it. */
public enum FindingKind {
    AddressCollision(
            Warning,
            "Two hosts that a pod calls fall on the same address, so its sidecar stands in for the first alone.",
            "set listenPort for one of the two"),
    AuthorityNameTaken(
            Error,
            "The namespace has a ConfigMap faultline-ca of someone else, so new pods get no sidecar.",
            "rename or delete that ConfigMap"),
    BudgetNameTaken(
            Error,
            "A PodDisruptionBudget of someone else has the name that ours would get.",
            "rename or delete that budget"),
    EphemeralState(
            Warning,
            "A StatefulSet keeps data on an emptyDir or hostPath volume and has no PersistentVolumeClaim.",
            "add volumeClaimTemplates, or use a Deployment if the data may be lost"),
    EvenVoters(
            Info,
            "A Consistent workload has an even number of members, 4 or more.",
            "run one more or one fewer: an even number survives no more failures than the odd one below it"),
    ExistingBudget(
            Info,
            "A PodDisruptionBudget of someone else selects the same pods, so ours is not made.",
            "delete that budget to let this policy manage it, or leave it"),
    HardDependencyCycle(
            Warning,
            "Workloads need each other: a chain of Hard dependencies comes back to where it began.",
            "make one of them Soft, or cut it: after an outage none of these can come back before the others"),
    HeadlessService(
            Info,
            "A headless Service leads to a port that sidecars have taken over: its clients call pods at the application's own port, past the sidecar.",
            "let them call a Service with an address, or leave it"),
    HostAliasPresent(
            Warning,
            "A pod's own hostAliases or hostname have the name of a dependency, so its sidecar does not stand in for it.",
            "remove the alias, or set listenPort"),
    HostPort(
            Info,
            "A port that sidecars have taken over has a hostPort, which leads past them.",
            "remove hostPort, or leave it"),
    InjectionSuspended(
            Error,
            "Pods of a workload failed with the sidecar, so new ones are created without it until the policy changes.",
            "put right what the message says, then change the policy"),
    NoDeadline(
            Warning,
            "A port of inbound gives no deadline to requests that bring none, so that they may be worked on after their callers have given up.",
            "set deadline.whenAbsent and deadline.max"),
    NoReadinessProbe(
            Warning,
            "A container that declares a port has no readiness probe, so calls reach it before it can answer, and budgets count it.",
            "give it a readinessProbe"),
    NotCaptured(
            Warning,
            "The sidecar of a pod does not stand in for a dependency, or for a port of inbound, so calls to it go on unprotected.",
            "see the message, then create the pods anew"),
    NetworkPolicyBlocksSidecar(
            Error,
            "An ingress rule of a NetworkPolicy admits a port of inbound by its number and not the port of the sidecar. Pods made while it is there do not have the port captured; to older ones it lets no caller through.",
            "add that line, or name the port in the rule, then create the pods anew"),
    NumericTargetPort(
            Warning,
            "A Service leads to a port of inbound by its number, past the sidecar.",
            "write the port's name in targetPort"),
    OverlappingBudgets(
            Error,
            "Two or more PodDisruptionBudgets of someone else select the same pods.",
            "delete all but one: the API server fails every eviction of a pod with two budgets"),
    PendingBelowConcurrent(
            Info,
            "maxPendingRequests of a dependency is below maxConcurrentRequests, so part of a burst is refused while connections are made.",
            "raise maxPendingRequests to maxConcurrentRequests"),
    PortCollision(
            Warning,
            "A dependency has a port that the pod itself listens on, so its sidecar cannot stand in for it.",
            "set listenPort, then create the pods anew"),
    ProtocolUnknown(
            Warning,
            "Neither the policy nor a Service says what is spoken to a dependency, so it is treated as TCP: without retries, timeouts and fallbacks. Or on a port of inbound, which then is not captured.",
            "set protocol, or the appProtocol of the Service's port"),
    QuorumInOneZone(
            Error,
            "A Consistent workload has so many members in one zone that losing it loses the majority.",
            "spread the members over three zones"),
    QuorumIntolerant(
            Error,
            "A Consistent workload has 2 members, or may be scaled to 2 or fewer: losing one loses the majority.",
            "run 3 or more members"),
    RetriesExceedTimeout(
            Warning,
            "The tries of a call, each as long as perTryTimeout allows, and the waits between them take longer than its timeout.",
            "raise timeout, or lower perTryTimeout or attempts"),
    RetryStormRisk(
            Warning,
            "Retries multiply along a chain of declared calls: when its end fails, it gets more than 3 times the calls that began.",
            "retry at one hop of the chain alone (attempts: 0 at the others), or lower budgetPercent"),
    SettingsIgnored(
            Warning,
            "A dependency asks for what its protocol does not have, as told by its Service: retries, timeout or fallback with TCP, fallback with gRPC.",
            "remove what is ignored, or set protocol if the Service is wrong about it"),
    SidecarSkipped(
            Warning,
            "Pods of a workload got no sidecar although the policy asks for one.",
            "see annotation faultline.dev/skipped of the pods and docs/sidecar.md"),
    SingleReplica(
            Warning,
            "A workload has a fixed number of 0 or 1 replicas, so no budget can keep it up.",
            "run 2 or more replicas"),
    SingleZoneVolumes(
            Warning,
            "All bound volumes of a workload can be mounted in one zone only, in a cluster of several zones.",
            "use a regional storage class, or replicas with volumes in other zones"),
    TimeoutExceedsCallee(
            Info,
            "A caller waits for an answer longer than the callee's own deadline lets any request take, so the callee gives up first: with 504, which counts against the endpoint and may be tried again.",
            "shorten timeout or perTryTimeout, or raise the callee's deadline"),
    TimeoutExceedsDeadline(
            Info,
            "The timeout of a dependency is longer than any request to the workload may take, so the deadline cuts it.",
            "set a shorter timeout"),
    TwoZonesOnly(
            Warning,
            "A Consistent workload runs in a cluster of two zones: one of them always holds half of the votes or more.",
            "add nodes in a third zone"),
    UndeclaredDependency(
            Info,
            "The environment of a workload's containers names a Service, or a URL of a host outside, that no dependency of its policy names.",
            "if it is called, add it to dependencies"),
    UnknownService(
            Error,
            "A dependency names a Service that is not there.",
            "create it or correct serviceRef, then create the pods anew"),
    UnsafeStorage(
            Error,
            "A Consistent workload has no PersistentVolumeClaim: a member that restarts forgets what it has voted for.",
            "add volumeClaimTemplates");

    private static final int LONGEST = 900;

    private final Severity severity;
    private final String trigger;
    private final String nextStep;

    FindingKind(Severity severity, String trigger, String nextStep) {
        this.severity = severity;
        this.trigger = trigger;
        this.nextStep = nextStep;
    }

    /** What one finding of this severity takes off a score of 100. */
    public static int points(Severity severity) {
        return switch (severity) {
            case Error -> 25;
            case Warning -> 10;
            case Info -> 2;
        };
    }

    /** @param what is the case, which is cut where it is too long for a status */
    public Finding of(Workload.Key workload, String what) {
        return new Finding(name(), severity, message(what), workload.attachedTo());
    }

    /** Of the policy as a whole, whatever its targets. */
    Finding of(String what) {
        return new Finding(name(), severity, message(what), null);
    }

    private String message(String what) {
        return Sentences.cut(what, LONGEST) + "; " + nextStep;
    }

    public Severity severity() {
        return severity;
    }

    public String trigger() {
        return trigger;
    }

    public String nextStep() {
        return nextStep;
    }
}
