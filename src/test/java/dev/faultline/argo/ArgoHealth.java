package dev.faultline.argo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** What Argo CD shows of an object. Source: argo-cd util/lua lua.go, ExecuteHealthLua. */
public record ArgoHealth(String status, String message) {
    private static final Path HOME = Path.of("docs/argo-cd/resource_customizations/faultline.dev");

    private static final Set<String> CODES =
            Set.of("Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown");

    /** Where what we ship for a kind is. */
    public static Path home(String kind) {
        return HOME.resolve(kind);
    }

    /** Judged by the script that we ship for its kind. */
    public static ArgoHealth of(Map<String, ?> object) {
        return of(script(String.valueOf(object.get("kind"))), object);
    }

    static ArgoHealth of(String script, Map<String, ?> object) {
        var answer = LuaSandbox.run(script, object);
        var status = answer.checktable().get("status").optjstring("");
        return CODES.contains(status)
                ? new ArgoHealth(status, answer.get("message").optjstring(""))
                : new ArgoHealth("Unknown", "Lua returned an invalid health status");
    }

    static String script(String kind) {
        try {
            return Files.readString(home(kind).resolve("health.lua"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
