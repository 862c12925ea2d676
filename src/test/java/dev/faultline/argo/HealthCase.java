package dev.faultline.argo;

import java.util.List;
import java.util.Map;

/**
 * One object and what Argo CD must show of it, as health_test.yaml has them.
 * Source: argo-cd docs/operator-manual/health.md and util/lua/health_test.go.
 */
public record HealthCase(String inputPath, ArgoHealth health) {

    public static List<HealthCase> all() {
        var file = Yaml.documents(ArgoHealth.HOME.resolve("health_test.yaml")).getFirst();
        return ((List<?>) file.get("tests"))
                .stream().map(test -> (Map<?, ?>) test).map(HealthCase::of).toList();
    }

    private static HealthCase of(Map<?, ?> test) {
        var health = (Map<?, ?>) test.get("healthStatus");
        return new HealthCase(
                String.valueOf(test.get("inputPath")),
                new ArgoHealth(String.valueOf(health.get("status")), String.valueOf(health.get("message"))));
    }

    public Map<String, Object> policy() {
        return Yaml.documents(ArgoHealth.HOME.resolve(inputPath)).getFirst();
    }

    @Override
    public String toString() {
        return inputPath;
    }
}
