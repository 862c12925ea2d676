package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
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

/** A failure that is rehearsed: the resource that users write and read. */
@Group("faultline.dev")
@Version("v1alpha1")
@Kind("GameDay")
@Singular("gameday")
@Plural("gamedays")
@ShortNames("gday")
@Categories("faultline")
@AdditionalPrinterColumn(
        name = "Schedule",
        jsonPath = ".spec.schedule",
        type = Type.STRING,
        getDescription = "When runs are due")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING,
        getDescription = "Whether this generation of the game day is applied")
@AdditionalPrinterColumn(
        name = "Last",
        jsonPath = ".status.lastRun.outcome",
        type = Type.STRING,
        getDescription = "How the newest run that is over ended")
@AdditionalPrinterColumn(
        name = "Score",
        jsonPath = ".status.lastRun.score",
        type = Type.INTEGER,
        getDescription = "The share of checks that passed in it, by their weight, 0 to 100")
@AdditionalPrinterColumn(
        name = "Next",
        jsonPath = ".status.upcoming[0]",
        type = Type.STRING,
        getDescription = "When the next run begins")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = Type.DATE,
        getDescription = "Time since the game day was created")
@AdditionalPrinterColumn(
        name = "MTTD",
        jsonPath = ".status.meanTimeToDetectSeconds",
        type = Type.INTEGER,
        priority = 1,
        getDescription = "Mean time to detect, in seconds")
@AdditionalPrinterColumn(
        name = "MTTR",
        jsonPath = ".status.meanTimeToRecoverSeconds",
        type = Type.INTEGER,
        priority = 1,
        getDescription = "Mean time to recover, in seconds")
@AdditionalPrinterColumn(
        name = "Suspended",
        jsonPath = ".spec.suspend",
        type = Type.BOOLEAN,
        priority = 1,
        getDescription = "Whether the schedule rests")
@AdditionalPrinterColumn(
        name = "Summary",
        jsonPath = ".status.summary",
        type = Type.STRING,
        priority = 1,
        getDescription = "How things stand, in one sentence")
@JsonClassDescription(
        "A failure that is rehearsed: when, what is broken, what must hold meanwhile, and how its runs have "
                + "gone. Its name has at most 52 characters.")
@ValidationRule(
        value = "self.metadata.name.size() <= 52",
        message = "must have a name of at most 52 characters, since runs are named after it: shorten metadata.name")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class GameDay extends CustomResource<GameDaySpec, GameDayStatus> implements Namespaced {

    @Required
    @JsonPropertyDescription("When a failure is rehearsed, and what each run does.")
    @Override
    public GameDaySpec getSpec() {
        return super.getSpec();
    }

    /** What holds where the JSON has no spec at all. */
    @Override
    protected GameDaySpec initSpec() {
        return GameDaySpec.MISSING;
    }

    /** Null until the operator has seen the game day once. */
    @JsonPropertyDescription("How its runs have gone, and when the next are due. Written by the operator alone.")
    @Override
    public @Nullable GameDayStatus getStatus() {
        return super.getStatus();
    }
}
