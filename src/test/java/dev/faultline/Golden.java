package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Folders of inputs and the outputs that they must give, compared as text; -Dgolden.update=true rewrites them. */
public final class Golden {
    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private Golden() {}

    public static Stream<Path> cases(String kind) {
        try (var folders = Files.list(ROOT.resolve(kind))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param outputs text by file name; every {@code out-*} file of the folder must be among them */
    public static void check(Path folder, Map<String, String> outputs) {
        assertThat(outputs).as("outputs of %s", folder).isNotEmpty();
        outputs.forEach((name, text) -> check(folder.resolve(name), text));
        try (var files = Files.list(folder)) {
            var stale = new TreeSet<String>();
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith("out-") && !outputs.containsKey(name)) {
                    stale.add(name);
                    if (UPDATE) {
                        Files.delete(file);
                    }
                }
            }
            assertThat(UPDATE ? new TreeSet<String>() : stale)
                    .as("stale files in %s; -Dgolden.update=true removes them", folder)
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file, String text) {
        try {
            if (UPDATE) {
                Files.writeString(file, text);
            }
            assertThat(file)
                    .as("%s is missing; -Dgolden.update=true writes it", file)
                    .exists();
            assertThat(text).as("%s", file).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
