package dev.faultline.probe.shallow;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.probe.Shallow;
import dev.faultline.api.probe.Shallow.Paths;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** What a preset asks. */
final class Preset {
    private static final Paths NONE = new Paths(null, null, null);

    /** Source: Quarkus guide "SmallRye Health". */
    private static final Paths QUARKUS = new Paths("/q/health/started", "/q/health/ready", "/q/health/live");

    /**
     * Spring Boot has no group for startup. Its liveness is correct once the context is there, and waits for no task
     * and no database, for whose sake nothing should be restarted.
     * Source: Spring Boot reference, "Kubernetes Probes" and "Application Availability".
     */
    private static final Paths SPRING_BOOT =
            new Paths("/actuator/health/liveness", "/actuator/health/readiness", "/actuator/health/liveness");

    private Preset() {}

    /**
     * A port that accepts connections says that a container has started, and a port that accepts none is no reason to
     * restart one: its process is gone, which the kubelet sees by itself, or has more callers than it can take. Nor is
     * the gRPC health service: it has one answer for both, and servers say NOT_SERVING where their database is away.
     */
    static EnumMap<Purpose, Question> questions(Shallow wire) {
        var own = requireNonNullElse(wire.paths(), NONE);
        return switch (wire.preset()) {
            case Quarkus -> paths(own, QUARKUS);
            case SpringBoot -> paths(own, SPRING_BOOT);
            case HTTP -> paths(own, new Paths(own.readiness(), null, null));
            case GRPC -> started(new Question.Grpc());
            case TCP -> started(new Question.Tcp());
        };
    }

    private static EnumMap<Purpose, Question> started(Question readiness) {
        var questions = new EnumMap<Purpose, Question>(Purpose.class);
        questions.put(Purpose.Startup, new Question.Tcp());
        questions.put(Purpose.Readiness, readiness);
        return questions;
    }

    private static EnumMap<Purpose, Question> paths(Paths own, Paths otherwise) {
        var questions = new EnumMap<Purpose, Question>(Purpose.class);
        put(questions, Purpose.Startup, own.startup(), otherwise.startup());
        put(questions, Purpose.Readiness, own.readiness(), otherwise.readiness());
        put(questions, Purpose.Liveness, own.liveness(), otherwise.liveness());
        return questions;
    }

    private static void put(
            EnumMap<Purpose, Question> questions, Purpose purpose, @Nullable String own, @Nullable String otherwise) {
        var path = own == null ? otherwise : own;
        if (path != null) {
            questions.put(purpose, new Question.Http(path));
        }
    }
}
