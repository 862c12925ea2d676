package dev.faultline.telemetry;

/**
 * Keys of structured log fields, under {@code mdc} in each line. They are an interface: dashboards and alerts read them.
 * docs/observability.md is made from them.
 */
public enum LogKeys {
    NAMESPACE("namespace", "The namespace of the budget, the pod, the workload or the run."),
    BUDGET("budget", "The PodDisruptionBudget that was written."),
    VERB(
            "verb",
            "What was done to a budget: Created, Updated or Deleted; or to the object of a fault: Kill, Evict or Scale."),
    REASON("reason", "The reason of an Event that could not be written, or why a stream was turned away."),
    CAUSE("cause", "Why something was not done; in the words of the API server or of Envoy where these refused it."),
    POD("pod", "The pod whose sidecar or readiness condition it is."),
    WORKLOAD("workload", "The workload that was restarted, so that its pods get the sidecar: kind and name."),
    ENVOY_RESOURCE("envoyResource", "What was refused by Envoy, or is not fit to be sent: type and name."),
    OBJECT("object", "An object that the operator keeps for itself, or whose upkeep is meant; or that of a fault."),
    OUTCOME("outcome", "What came of a fault, or of putting it back."),
    RUN("run", "A run of a game day that was made, ended or removed."),
    WHY("why", "Why such an object was made, changed or left alone."),
    IDENTITY("identity", "The replica that leads from now on."),

    /* Set by the framework on every line that is logged while a resource is brought up to date. */
    RESOURCE_API_VERSION("resource.apiVersion", "The API version of the resource at work."),
    RESOURCE_KIND("resource.kind", "Its kind, such as ResiliencePolicy."),
    RESOURCE_NAMESPACE("resource.namespace", "Its namespace."),
    RESOURCE_NAME("resource.name", "Its name."),
    RESOURCE_UID("resource.uid", "Its uid."),
    RESOURCE_GENERATION("resource.generation", "The generation of its spec."),
    RESOURCE_VERSION("resource.resourceVersion", "The version of it that was read.");

    private final String key;
    private final String meaning;

    LogKeys(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String meaning() {
        return meaning;
    }
}
