package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** One run of a game day, made by the operator or by a person: the resource that users write and read. */
@Group("faultline.dev")
@Version("v1alpha1")
@Kind("GameDayRun")
@Singular("gamedayrun")
@Plural("gamedayruns")
@ShortNames("gdrun")
@Categories("faultline")
@AdditionalPrinterColumn(
        name = "GameDay",
        jsonPath = ".spec.gameDayRef.name",
        type = Type.STRING,
        getDescription = "The GameDay that is run")
@AdditionalPrinterColumn(
        name = "Phase",
        jsonPath = ".status.phase",
        type = Type.STRING,
        getDescription = "How far the run is")
@AdditionalPrinterColumn(
        name = "Outcome",
        jsonPath = ".status.outcome",
        type = Type.STRING,
        getDescription = "How the run ended")
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.reason",
        type = Type.STRING,
        getDescription = "Why it ended so")
@AdditionalPrinterColumn(
        name = "Score",
        jsonPath = ".status.score",
        type = Type.INTEGER,
        getDescription = "The share of checks that passed, by their weight, 0 to 100")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = Type.DATE,
        getDescription = "Time since the run was created")
@AdditionalPrinterColumn(
        name = "TTD",
        jsonPath = ".status.measured.timeToDetectSeconds",
        type = Type.INTEGER,
        priority = 1,
        getDescription = "Time to detect, in seconds")
@AdditionalPrinterColumn(
        name = "TTR",
        jsonPath = ".status.measured.timeToRecoverSeconds",
        type = Type.INTEGER,
        priority = 1,
        getDescription = "Time to recover, in seconds")
@AdditionalPrinterColumn(
        name = "Summary",
        jsonPath = ".status.summary",
        type = Type.STRING,
        priority = 1,
        getDescription = "How things stand, in one sentence")
@JsonClassDescription(
        "One run of a game day: what is done to what, what was seen, and the verdict. The operator makes runs "
                + "by the schedule of a GameDay; create one to run it now.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class GameDayRun extends CustomResource<GameDayRunSpec, GameDayRunStatus> implements Namespaced {

    @Required
    @JsonPropertyDescription("What is run. Nothing of it can be changed later but abort and decision.")
    @Override
    public GameDayRunSpec getSpec() {
        return super.getSpec();
    }

    /** What holds where the JSON has no spec at all. */
    @Override
    protected GameDayRunSpec initSpec() {
        return GameDayRunSpec.MISSING;
    }

    /** Null until the operator has seen the run once. */
    @JsonPropertyDescription("What was done and seen. Written by the operator alone.")
    @Override
    public @Nullable GameDayRunStatus getStatus() {
        return super.getStatus();
    }
}
