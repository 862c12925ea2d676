package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.argo.ArgoHealth;
import dev.faultline.argo.HealthCase;
import dev.faultline.argo.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Real objects of one kind, in the states that its health script tells apart, and the test data of that script. */
public final class ArgoTestData {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern VERSION = Pattern.compile("resourceVersion: \"\\d+\"");

    private final String kind;
    private final TestNamespace namespace;

    /** Texts by test data file, as they were when the state was there. */
    private final Map<String, String> seen = new HashMap<>();

    public ArgoTestData(String kind, TestNamespace namespace) {
        this.kind = kind;
        this.namespace = namespace;
    }

    /** Waits for the state and keeps the object as it is then; -Dgolden.update=true writes the file anew. */
    public void see(String file, String name) {
        var path = "testdata/" + file + ".yaml";
        var expected = HealthCase.all(kind).stream()
                .filter(each -> each.inputPath().equals(path))
                .findFirst()
                .orElseThrow();
        eventually(() -> {
            var live = live(name);
            assertThat(health(live)).as(live).isEqualTo(expected.health());
            assertThat(live).doesNotContain("reason: Checking").doesNotContainPattern("budget: maxUnavailable \\S+\\n");
            seen.put(path, live);
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(ArgoHealth.home(kind).resolve(path), live);
            }
            assertThat(live).isEqualTo(read(path));
        });
    }

    /** The object of a case was seen, is what its file says, and is judged as the case says. */
    public void assertThatItIsAsItsCaseSays(HealthCase each) {
        var live = seen.get(each.inputPath());

        assertThat(live).as("%s is brought about here", each).isNotNull().isEqualTo(read(each.inputPath()));
        assertThat(health(live)).isEqualTo(each.health());
    }

    private static ArgoHealth health(String yaml) {
        return ArgoHealth.of(Yaml.documents(yaml).getFirst());
    }

    /** As kubectl shows it, less what differs from run to run. */
    private String live(String name) {
        var text = Command.kubectl("-n", namespace.name(), "get", kind, name, "-o", "yaml")
                .text();
        text = UID.matcher(text).replaceAll("00000000-0000-4000-8000-000000000000");
        text = TIME.matcher(text).replaceAll("2026-01-01T00:00:00Z");
        text = VERSION.matcher(text).replaceAll("resourceVersion: \"1000\"");
        text = text.replaceAll("((?<!Period)Seconds|Millis): \\d+", "$1: 3");
        text = text.replaceAll("(example[.]test):\\d{4,5}", "$1:8080");
        return text.replace(namespace.name(), "shop");
    }

    private String read(String path) {
        try {
            return Files.readString(ArgoHealth.home(kind).resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
