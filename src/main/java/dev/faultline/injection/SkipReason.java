package dev.faultline.injection;

/** Why a pod gets no sidecar. */
public enum SkipReason {
    OptedOut(
            "The pod says so, by label or annotation faultline.dev/inject: \"false\". It gets no spread and no probes either."),
    ReservedNamespace("The pod is in kube-system or in the namespace of the operator."),
    NoPolicy("No policy has the pod's workload."),
    PolicyUnreadable("The policy cannot be read; its condition Accepted says why."),
    Audit("The policy only watches: its mode is Audit."),
    NotWanted("The policy has neither inbound nor dependencies."),
    AlreadyInjected("The pod has the sidecar already."),
    HostNetwork("The pod uses the network of its node, whose ports are not its own."),
    Windows("The pod runs on Windows."),
    OtherMesh("The pod has the sidecar of another mesh, or is about to get it."),
    Suspended("Injection is suspended for the workload, since pods of it failed with the sidecar."),
    AuthorityMissing("The namespace has no ConfigMap faultline-ca yet, without which the container would not start."),
    NameTaken("The pod has a container named faultline-envoy, or a volume with a name that the sidecar's has."),
    PortTaken("The pod itself uses a port of the sidecar: 15500, 15506 to 15509, 15521, 15590 or 15599."),
    NoRoom("A LimitRange of the namespace leaves too little CPU or memory for the sidecar."),
    AnnotationsFull("The pod's annotations leave no room, of the 256 KiB that there are, for the sidecar's.");

    private final String meaning;

    SkipReason(String meaning) {
        this.meaning = meaning;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** Whether the policy asks for a sidecar that the pod does not get, which its owner should hear of. */
    public boolean isDenial() {
        return switch (this) {
            case OptedOut, ReservedNamespace, NoPolicy, PolicyUnreadable, Audit, NotWanted, AlreadyInjected -> false;
            case HostNetwork,
                    Windows,
                    OtherMesh,
                    Suspended,
                    AuthorityMissing,
                    NameTaken,
                    PortTaken,
                    NoRoom,
                    AnnotationsFull -> true;
        };
    }
}
