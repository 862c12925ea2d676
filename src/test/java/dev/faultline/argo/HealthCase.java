package dev.faultline.argo;

import java.util.List;
import java.util.Map;

/**
 * One object and what Argo CD must show of it, as health_test.yaml has them.
 * Source: argo-cd docs/operator-manual/health.md and util/lua/health_test.go.
 */
public record HealthCase(String kind, String inputPath, ArgoHealth health) {

    public static List<HealthCase> all(String kind) {
        var file = Yaml.documents(ArgoHealth.home(kind).resolve("health_test.yaml"))
                .getFirst();
        return ((List<?>) file.get("tests"))
                .stream()
                        .map(test -> (Map<?, ?>) test)
                        .map(test -> of(kind, test))
                        .toList();
    }

    private static HealthCase of(String kind, Map<?, ?> test) {
        var health = (Map<?, ?>) test.get("healthStatus");
        return new HealthCase(
                kind,
                String.valueOf(test.get("inputPath")),
                new ArgoHealth(String.valueOf(health.get("status")), String.valueOf(health.get("message"))));
    }

    public Map<String, Object> object() {
        return Yaml.documents(ArgoHealth.home(kind).resolve(inputPath)).getFirst();
    }

    @Override
    public String toString() {
        return kind + " " + inputPath;
    }
}
