package dev.faultline.webhook;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metric;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Answers about new pods. Each one is allowed, whatever happens here: at worst it is created as it is. */
public final class PodAdmission {
    private static final Logger LOG = Logger.getLogger(PodAdmission.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectReader PODS = JSON.readerFor(Pod.class);

    private static final JsonPointer OBJECT = JsonPointer.compile("/request/object");

    private final PodMutator mutator;
    private final Metrics metrics;

    public PodAdmission(PodMutator mutator, Metrics metrics) {
        this.mutator = mutator;
        this.metrics = metrics;
    }

    private record Decided(Metric.Review verdict, Mutation mutation) {}

    /** @throws Review.Malformed when there is no question that could be answered */
    byte[] answer(byte[] body) throws Review.Malformed {
        var start = System.nanoTime();
        var verdict = Metric.Review.Malformed;
        try {
            var review = ReviewReader.read(body, PODS);
            var decided = checked(decide(review), body, review.namespace());
            verdict = decided.verdict();
            return Answer.json(review.uid(), decided.mutation(), JSON.getFactory());
        } finally {
            metrics.reviewed(verdict, System.nanoTime() - start);
        }
    }

    private Decided decide(Review review) {
        return switch (review.question()) {
            case Review.Question.Creation(var pod) -> decide(review.namespace(), pod);
            case Review.Question.Other _ ->
                new Decided(Metric.Review.Unchanged, new Mutation.Unchanged("not the creation of a pod"));
            case Review.Question.Unreadable(var problem) -> failed(review.namespace(), problem);
        };
    }

    private Decided decide(String namespace, Pod pod) {
        try {
            var mutation = mutator.of(pod, namespace);
            return new Decided(
                    mutation instanceof Mutation.Patched ? Metric.Review.Patched : Metric.Review.Unchanged, mutation);
        } catch (RuntimeException e) {
            return failed(namespace, e);
        }
    }

    /** A patch that does not fit fails the creation, whatever the failure policy says (seen with Kubernetes 1.36.3). */
    private static Decided checked(Decided decided, byte[] body, String namespace) {
        if (!(decided.mutation() instanceof Mutation.Patched patched)) {
            return decided;
        }
        try {
            JsonPatch.apply(
                    JSON.readTree(patched.jsonPatch()), JSON.readTree(body).at(OBJECT));
            return decided;
        } catch (IOException | RuntimeException e) {
            return failed(namespace, e);
        }
    }

    private static Decided failed(String namespace, Exception problem) {
        try (var _ = LogScope.of(LogKeys.OBJECT, namespace)
                .and(LogKeys.WHY, problem.getClass().getSimpleName())) {
            LOG.warn("Pod is let through as it is, it could not be decided about", problem);
        }
        return new Decided(Metric.Review.Failed, new Mutation.Unchanged("an error of the webhook's own"));
    }
}
