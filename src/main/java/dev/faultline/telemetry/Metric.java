package dev.faultline.telemetry;

import dev.faultline.api.status.EventReason;
import dev.faultline.envoy.ResourceType;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.Stream;

/** Every meter of ours: what it counts and by what. docs/observability.md is made from it. */
public enum Metric {
    LEADER("faultline.leader", Type.Gauge, "1 on the replica that writes, 0 on all others."),
    POLICIES("faultline.policies", Type.Gauge, "ResiliencePolicies that this replica knows."),
    PROBES("faultline.probes", Type.Gauge, "HealthProbes that this replica knows."),
    PROBE_LATENCY(
            "faultline.probe.latency",
            Type.Timer,
            "Time that one check of a HealthProbe took, whatever came of it.",
            Tag.ANSWER),
    RECONCILE(
            "faultline.reconcile",
            Type.Timer,
            "Time to bring one policy or probe up to date, tries and all.",
            Tag.OUTCOME),
    BUDGET_WRITES("faultline.budget.writes", Type.Counter, "PodDisruptionBudgets written.", Tag.VERB),
    STATUS_WRITES("faultline.status.writes", Type.Counter, "Statuses of policies and probes written."),
    EVENTS("faultline.events", Type.Counter, "Kubernetes Events written.", Tag.REASON),
    EVICTION_TRIALS(
            "faultline.eviction.trials",
            Type.Counter,
            "Evictions tried as a dry run, to learn whether a drain would go well.",
            Tag.VERDICT),
    RESTARTS("faultline.restarts", Type.Counter, "Workloads restarted, so that their pods get the sidecar."),
    XDS_PROXIES("faultline.xds.proxies", Type.Gauge, "Sidecars that are connected to this replica."),
    XDS_PUSHES("faultline.xds.pushes", Type.Counter, "Responses sent to sidecars.", Tag.TYPE),
    XDS_SENT("faultline.xds.sent.bytes", Type.Counter, "Bytes of the responses sent to sidecars.", Tag.TYPE),
    XDS_REJECTIONS("faultline.xds.rejections", Type.Counter, "Responses that Envoy has refused.", Tag.TYPE),
    XDS_REFUSED("faultline.xds.refused", Type.Counter, "Streams of callers that were turned away.", Tag.REFUSAL),
    WEBHOOK_REVIEWS(
            "faultline.webhook.reviews",
            Type.Timer,
            "Time to answer the API server about one new pod; on every replica.",
            Tag.REVIEW);

    private final String meterName;
    private final Type type;
    private final String meaning;
    private final List<Tag> tags;

    Metric(String meterName, Type type, String meaning, Tag... tags) {
        this.meterName = meterName;
        this.type = type;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /** How a meter is read. */
    public enum Type {
        /** Only grows, from 0 at each start of the operator. */
        Counter,
        /** Goes up and down. */
        Gauge,
        /** Seconds: how often, how long in all, and the longest lately. */
        Timer
    }

    /** What a reconciliation came to. */
    public enum Outcome {
        Done,
        Failed
    }

    /** What was done to a budget. */
    public enum Verb {
        Created,
        Updated,
        Deleted
    }

    /** What the API server said to a dry-run eviction. */
    public enum Verdict {
        Allowed,
        Refused,
        /** The pod was gone, or nobody answered. */
        NoAnswer
    }

    /** What came of one check. */
    public enum Answer {
        Good,
        Bad,
        /** The operator could not ask, for reasons of its own. */
        Untold
    }

    /** Why a stream was not served. */
    public enum Refusal {
        /** It shows no token. */
        NoToken,
        /** Its token is not one of a live pod, or not for us. */
        BadToken,
        /** It calls itself by another pod's name. */
        WrongName,
        /** Nobody could be asked about its token, or too many are waiting for that. */
        Unavailable,
        /** It says nothing for too long. */
        Silent,
        /** It asks for more than a sidecar ever does. */
        TooMuch
    }

    /** What the webhook has answered about a pod. */
    public enum Review {
        Patched,
        Unchanged,
        /** An error of ours: the pod was let through as it is. */
        Failed,
        /** No review that could be read, so it got no answer but a status. */
        Malformed
    }

    /** A dimension of a meter: never a name of an object, always one word of a closed set. */
    public enum Tag {
        OUTCOME("outcome", Outcome.values()),
        VERB("verb", Verb.values()),
        REASON("reason", EventReason.values()),
        VERDICT("verdict", Verdict.values()),
        ANSWER("answer", Answer.values()),
        TYPE("type", ResourceType.values()),
        REFUSAL("reason", Refusal.values()),
        REVIEW("verdict", Review.values());

        private final String key;
        private final List<String> words;

        Tag(String key, Enum<?>[] values) {
            this.key = key;
            this.words = Stream.of(values).map(Enum::name).toList();
        }

        public String key() {
            return key;
        }

        public List<String> words() {
            return words;
        }
    }

    /** With dots and without a unit, as the registry wants it; Prometheus reads it with underscores and a suffix. */
    public String meterName() {
        return meterName;
    }

    public Type type() {
        return type;
    }

    public String meaning() {
        return meaning;
    }

    public List<Tag> tags() {
        return tags;
    }

    /** Every combination of the words of its tags; one without any for a metric that has no tag. */
    List<Tags> series() {
        var series = List.of(Tags.empty());
        for (var tag : tags) {
            series = series.stream()
                    .flatMap(found -> tag.words().stream().map(word -> found.and(tag.key(), word)))
                    .toList();
        }
        return series;
    }
}
