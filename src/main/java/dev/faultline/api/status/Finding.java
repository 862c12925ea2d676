package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Something about a workload that a reliability engineer would object to. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Finding(
        @JsonPropertyDescription("What it is, in one CamelCase word, such as SingleReplica.")
        @Required
        @Size(min = 1, max = 64)
        String finding,

        @JsonPropertyDescription("How much it weighs: Error 25 points, Warning 10, Info 2.") @Required
        Severity severity,

        @JsonPropertyDescription("What is the case and what to do next.") @Required @Size(min = 1, max = 1024)
        String message,

        @JsonPropertyDescription(
                "Kind and name of the workload, such as Deployment/checkout. Absent: the policy as a " + "whole.")
        @Size(min = 1, max = 320)
        @Nullable
        String target) {}
