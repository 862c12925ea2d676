package dev.faultline.cluster.gameday;

/** What stands on every object that a run has changed or made. */
public final class Marks {
    /** Label: the uid of the run. */
    public static final String RUN = "faultline.dev/run";

    /** Label: the number of the entry in the run's ledger. */
    public static final String ENTRY = "faultline.dev/entry";

    /** Annotation: by when it has to be put back, RFC 3339. */
    public static final String EXPIRES = "faultline.dev/expires-at";

    /** Annotation of a workload: its replicas before. */
    public static final String ORIGINAL = "faultline.dev/original-replicas";

    /** Annotation of a workload: its replicas as the run has set them. */
    public static final String WANTED = "faultline.dev/fault-replicas";

    /** Label of a namespace in which game days may inject faults. */
    public static final String CHAOS = "faultline.dev/chaos";

    /** The value of {@link #CHAOS} that allows it. */
    public static final String ENABLED = "enabled";

    /** On a run while something of it may have to be put back. */
    public static final String FINALIZER = "faultline.dev/revert";

    /** Label of a Lease that keeps other runs off a workload. */
    public static final String LOCK = "faultline.dev/lock";

    private Marks() {}
}
