package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The chart as helm renders it for one namespace. */
public final class Chart {
    private static final Path FOLDER = Path.of("helm", "faultline");
    private static final String HOOK = "helm.sh/hook";

    private final List<HasMetadata> objects;

    private Chart(List<HasMetadata> objects) {
        this.objects = objects;
    }

    public static Chart in(ApiServer server, String namespace) {
        return new Chart(server.parse(Command.helm("template", "faultline", FOLDER.toString(), "--namespace", namespace)
                .text()));
    }

    /** What one of its files gives with a value set. */
    static List<HasMetadata> template(ApiServer server, String namespace, String value, String file) {
        return server.parse(Command.helm(
                        "template",
                        "faultline",
                        FOLDER.toString(),
                        "--namespace",
                        namespace,
                        "--set",
                        value,
                        "--show-only",
                        "templates/" + file)
                .text());
    }

    /** The rights to inject faults in these namespaces. */
    public static List<HasMetadata> faultRights(ApiServer server, List<String> namespaces) {
        return template(
                server,
                ApiServer.OPERATOR_NAMESPACE,
                "gameDays.namespaces={" + String.join(",", namespaces) + "}",
                "rbac-faults.yaml");
    }

    /** What an installation consists of. */
    public List<HasMetadata> release() {
        return objects.stream().filter(object -> hook(object).isEmpty()).toList();
    }

    /** What exists only while a hook runs, such as {@code pre-delete}. */
    public List<HasMetadata> hook(String event) {
        return objects.stream()
                .filter(object -> hook(object).equals(Optional.of(event)))
                .toList();
    }

    private static Optional<String> hook(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(annotations -> annotations.get(HOOK));
    }
}
