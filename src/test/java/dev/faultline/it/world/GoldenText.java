package dev.faultline.it.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is kept and compared; {@code -Dgolden.update=true} writes it anew. */
public final class GoldenText {
    private static final Path HOME = Path.of("src", "test", "resources", "it");

    private GoldenText() {}

    public static void assertMatches(String file, String actual) {
        var golden = HOME.resolve(file);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(golden, actual);
            }
            assertThat(golden).exists();
            assertThat(actual).isEqualTo(Files.readString(golden));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
