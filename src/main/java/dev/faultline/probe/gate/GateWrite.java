package dev.faultline.probe.gate;

/**
 * A condition that a pod must get.
 *
 * @param uid of the very pod that was judged
 * @param inService the condition's status
 * @param missing whether there is none yet, so that the pod waits for it
 * @param message says why, for people who describe the pod
 */
public record GateWrite(String uid, String name, boolean inService, boolean missing, String message) {
    /** The pod may be in service. */
    public static GateWrite release(String uid, String name, boolean missing) {
        return new GateWrite(uid, name, true, missing, "no check takes this pod out of service");
    }

    /** One word, for the condition's reason. */
    public String reason() {
        return inService ? "InService" : "ChecksFailing";
    }
}
