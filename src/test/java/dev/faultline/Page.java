package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of docs/ that is made from the code: stale is a failure, -Dgolden.update=true rewrites it. */
public final class Page {
    private Page() {}

    public static void check(String file, String text) {
        var page = Path.of(file);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(page, text);
            }
            assertThat(page)
                    .as("%s is missing; -Dgolden.update=true writes it", file)
                    .exists();
            assertThat(Files.readString(page))
                    .as("%s is stale; -Dgolden.update=true rewrites it", file)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
