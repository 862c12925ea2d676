package dev.faultline.it.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Programs {
    private Programs() {}

    /** @param debian the package that has it */
    static Path find(String program, String debian, String... folders) {
        var path = Stream.concat(
                Stream.of(folders), Stream.of(System.getenv("PATH").split(":")));
        return path.map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(program + " is missing: apt-get install " + debian));
    }

    static String run(ProcessBuilder builder, String... input) {
        try {
            var process = builder.redirectErrorStream(true).start();
            try (var out = process.outputWriter(StandardCharsets.UTF_8)) {
                for (var line : input) {
                    out.write(line + "\n");
                }
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(builder.command() + ": " + said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Some servers refuse to run as root. */
    static List<String> asNobody(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        var words = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        words.addAll(command);
        return words;
    }

    static void giveToNobody(Path folder) {
        if (isRoot()) {
            run(new ProcessBuilder("chown", "-R", "nobody:nogroup", folder.toString()));
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
