package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.LongDuration;
import dev.faultline.api.schema.RequestPath;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** The probes that the kubelet makes: about the pod alone, never about what it depends on. */
@ValidationRule(
        value = "self.preset != 'HTTP' || self.?paths.readiness.hasValue()",
        message = "must be set with preset HTTP, which knows no path: write the path that answers while the pod can "
                + "serve, such as /ready",
        fieldPath = ".paths.readiness",
        reason = "FieldValueRequired")
@ValidationRule(
        value = "!(self.preset in ['GRPC', 'TCP']) || !has(self.paths)",
        message = "must not be set with preset GRPC or TCP, which have no paths: remove it",
        fieldPath = ".paths")
@ValidationRule(
        value = "!self.livenessDeadline" + Durations.MATCHES + " || !self.readinessDeadline" + Durations.MATCHES
                + " || duration(self.livenessDeadline) > duration(self.readinessDeadline)",
        message = "must be longer than readinessDeadline: a pod is taken out of service before it is restarted",
        fieldPath = ".livenessDeadline")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Shallow(
        @JsonPropertyDescription("Which paths are asked. Quarkus: /q/health/started, ready and live. SpringBoot: "
                + "/actuator/health/readiness and liveness. GRPC: the gRPC health service. HTTP: the paths that are "
                + "given. TCP: whether the port accepts a connection.")
        @Required
        Preset preset,

        @JsonPropertyDescription(
                "The container port that is asked: a number from 1 to 65535, or the name of a container port.")
        @Required
        @ValidationRule(value = PodPort.RULE, message = PodPort.MESSAGE)
        IntOrString port,

        @JsonPropertyDescription("Paths other than those of the preset. Omitted: those of the preset.") @Nullable
        Paths paths,

        @JsonPropertyDescription("What becomes of a probe that a container has already. IfAbsent: it stays. Override: "
                + "it is replaced.")
        @Default(Fill.DEFAULT_NAME)
        @Nullable
        Fill fill,

        @JsonPropertyDescription("How long a container may take to start, 1s to 24h, before it is restarted.")
        @Default(Shallow.DEFAULT_STARTUP_DEADLINE)
        @LongDuration
        @Nullable
        String startupDeadline,

        @JsonPropertyDescription("How long a pod may fail to answer, 1s to 24h, before it is taken out of service.")
        @Default(Shallow.DEFAULT_READINESS_DEADLINE)
        @LongDuration
        @Nullable
        String readinessDeadline,

        @JsonPropertyDescription("How long a container may fail to answer, 1s to 24h and longer than "
                + "readinessDeadline, before it is restarted. Presets GRPC and TCP set no liveness probe.")
        @Default(Shallow.DEFAULT_LIVENESS_DEADLINE)
        @LongDuration
        @Nullable
        String livenessDeadline) {
    /** What holds when startupDeadline is left out. */
    public static final String DEFAULT_STARTUP_DEADLINE = "2m";

    /** What holds when readinessDeadline is left out. */
    public static final String DEFAULT_READINESS_DEADLINE = "15s";

    /** What holds when livenessDeadline is left out. */
    public static final String DEFAULT_LIVENESS_DEADLINE = "60s";

    /** Which paths are asked. */
    public enum Preset {
        /** SmallRye Health. */
        Quarkus,
        /** Spring Boot Actuator. */
        SpringBoot,
        /** The gRPC health service. */
        GRPC,
        /** The paths that are given. */
        HTTP,
        /** A connection is enough. */
        TCP
    }

    /** What becomes of a probe that is there already. */
    public enum Fill {
        /** It stays. */
        IfAbsent,
        /** It is replaced. */
        Override;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "IfAbsent";

        /** What holds when the field is left out. */
        public static final Fill DEFAULT = valueOf(DEFAULT_NAME);
    }

    /** Paths that the kubelet asks. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Paths(
            @JsonPropertyDescription("Answers once the container has started. Omitted: that of the preset; with HTTP, "
                    + "that of readiness.")
            @RequestPath
            @Nullable
            String startup,

            @JsonPropertyDescription(
                    "Answers while the pod can serve. Omitted: that of the preset; required with HTTP.")
            @RequestPath
            @Nullable
            String readiness,

            @JsonPropertyDescription("Answers while the container need not be restarted. Omitted: that of the preset; "
                    + "with HTTP, the container has no liveness probe.")
            @RequestPath
            @Nullable
            String liveness) {}
}
