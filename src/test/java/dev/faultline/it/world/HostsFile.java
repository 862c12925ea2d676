package dev.faultline.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** What names mean to an operator outside of the cluster, which has no DNS of the cluster: some lead to this host. */
public final class HostsFile {
    /** A name that the administrator allows, and one that he does not. */
    public static final String ALLOWED = "backend.example.test";

    public static final String STRANGE = "stranger.example.test";

    private HostsFile() {}

    /** Settings of an operator that reads it and allows what it should. */
    public static Map<String, String> settings(String name) {
        try {
            var file = Files.createDirectories(ChildProcess.LOGS).resolve(name + ".hosts");
            Files.write(file, List.of("127.0.0.1 " + ALLOWED + ".", "127.0.0.1 " + STRANGE + "."));
            return Map.of(
                    "JDK_JAVA_OPTIONS",
                    "-Djdk.net.hosts.file=" + file.toAbsolutePath(),
                    "FAULTLINE_PROBES_ALLOW",
                    ALLOWED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
