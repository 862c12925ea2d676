package dev.faultline.cluster;

import dev.faultline.api.status.News;
import dev.faultline.policy.text.Sentences;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Tells people what changed, as Events on the resource they wrote. */
public final class Events {
    private static final Logger LOG = Logger.getLogger(Events.class);
    private static final String CONTROLLER = "faultline.dev/operator";

    /** Source: events.k8s.io/v1, note. */
    private static final int LONGEST_NOTE = 1024;

    /** Source: Kubernetes object names, less the suffix of an Event's name. */
    private static final int LONGEST_PREFIX = 230;

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final String instance;
    private final Metrics metrics;
    private final Clock clock;

    /** @param instance the replica's name, at most 128 characters */
    public Events(KubernetesClient client, String instance, Metrics metrics, Clock clock) {
        this.client = client;
        this.instance = instance;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** An Event that cannot be written is logged and lost: the status says the same. */
    public void tell(HasMetadata regarding, List<News> news) {
        for (var item : news) {
            try {
                client.resource(event(regarding, item)).create();
                metrics.eventWritten(item.reason());
            } catch (KubernetesClientException e) {
                try (var _ = LogScope.of(LogKeys.REASON, item.reason().name())
                        .and(LogKeys.CAUSE, String.valueOf(e.getMessage()))) {
                    LOG.info("Event not written");
                }
            }
        }
    }

    private io.fabric8.kubernetes.api.model.events.v1.Event event(HasMetadata regarding, News news) {
        var metadata = regarding.getMetadata();
        var suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return new EventBuilder()
                .withNewMetadata()
                .withName(Sentences.cut(metadata.getName(), LONGEST_PREFIX) + "." + suffix)
                .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant())))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withType(news.warning() ? "Warning" : "Normal")
                .withReason(news.reason().name())
                .withAction(news.action())
                .withNote(Sentences.cut(news.note(), LONGEST_NOTE))
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(regarding.getApiVersion())
                        .withKind(regarding.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .build())
                .build();
    }
}
