package dev.faultline.it.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.argo.Yaml;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A folder of manifests in a namespace of a test, marked and applied as Argo CD does it. */
public final class GitOpsApp {
    /** Source: argo-cd common.ArgoCDSSAManager. */
    public static final String MANAGER = "argocd-controller";

    public static final String TRACKING_ANNOTATION = "argocd.argoproj.io/tracking-id";
    public static final String TRACKING_LABEL = "app.kubernetes.io/instance";

    private final TestNamespace namespace;
    private final Path file;

    private GitOpsApp(TestNamespace namespace, Path file) {
        this.namespace = namespace;
        this.file = file;
    }

    /** Its objects in one file of the folder for outputs, without their namespace, which the test has made. */
    public static GitOpsApp of(Path story, TestNamespace namespace) {
        var objects = new ArrayList<Map<String, Object>>();
        try (var files = Files.list(story)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> Yaml.documents(file).stream())
                    .filter(object -> !"Namespace".equals(object.get("kind")))
                    .forEach(object ->
                            objects.add(tracked(object, String.valueOf(story.getFileName()), namespace.name())));
            var folder = Files.createDirectories(Path.of("target", "gitops"));
            var file = folder.resolve(namespace.name() + ".json");
            Files.writeString(file, Serialization.asJson(Map.of("apiVersion", "v1", "kind", "List", "items", objects)));
            return new GitOpsApp(namespace, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tracked(Map<String, Object> object, String app, String namespace) {
        var metadata = (Map<String, Object>) object.get("metadata");
        var api = String.valueOf(object.get("apiVersion"));
        var group = api.contains("/") ? api.substring(0, api.indexOf('/')) : "";
        metadata.put("namespace", namespace);
        put(
                metadata,
                "annotations",
                TRACKING_ANNOTATION,
                app + ":" + group + "/" + object.get("kind") + ":" + namespace + "/" + metadata.get("name"));
        put(metadata, "labels", TRACKING_LABEL, app);
        return object;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> metadata, String field, String key, String value) {
        var entries = new TreeMap<>((Map<String, Object>) metadata.getOrDefault(field, Map.of()));
        entries.put(key, value);
        metadata.put(field, entries);
    }

    public List<String> policies() {
        return namespace.policies().list().getItems().stream()
                .map(policy -> policy.getMetadata().getName())
                .toList();
    }

    public List<String> probes() {
        return namespace.probes().list().getItems().stream()
                .map(probe -> probe.getMetadata().getName())
                .toList();
    }

    /** As with ServerSideApply=true. */
    public void applyOnTheServer() {
        kubectl(List.of("apply", "--server-side", "--force-conflicts", "--field-manager=" + MANAGER))
                .text();
    }

    /** As kubectl apply does it, with the annotation that remembers what was applied. */
    public void applyOnTheClient() {
        kubectl(List.of("apply")).text();
    }

    /** What kubectl diff ends with: 0 without a difference, 1 with one. */
    public Command diff() {
        return kubectl(List.of("diff"));
    }

    public List<Map<String, Object>> live() {
        return items(kubectl(List.of("get"), "-o", "json").text());
    }

    /** What the objects would be after another apply, which Argo CD's server-side diff compares with what they are. */
    public List<Map<String, Object>> predicted() {
        return items(kubectl(
                        List.of("apply", "--server-side", "--force-conflicts", "--field-manager=" + MANAGER),
                        "--dry-run=server",
                        "-o",
                        "json")
                .text());
    }

    /** Less what Argo CD leaves out: who wrote, which version, and the status. */
    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(String json) {
        var list = (Map<String, Object>) Serialization.unmarshal(json, Map.class);
        var items = (List<Map<String, Object>>) list.getOrDefault("items", List.of(list));
        items.forEach(item -> {
            item.remove("status");
            var metadata = (Map<String, Object>) item.get("metadata");
            metadata.remove("managedFields");
            metadata.remove("resourceVersion");
        });
        assertThat(items).isNotEmpty();
        return items;
    }

    private Command kubectl(List<String> words, String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        all.addAll(List.of("-f", file.toString()));
        return Command.kubectl(all.toArray(String[]::new));
    }

    /** Away with the pods too, which no kubelet would ever end. */
    public void remove() {
        kubectl(List.of("delete"), "--wait=false", "--ignore-not-found").text();
        Eventually.eventually(() -> {
            namespace
                    .client()
                    .pods()
                    .inNamespace(namespace.name())
                    .withGracePeriod(0)
                    .delete();
            assertThat(namespace
                            .client()
                            .pods()
                            .inNamespace(namespace.name())
                            .list()
                            .getItems())
                    .isEmpty();
        });
    }
}
