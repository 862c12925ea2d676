package dev.faultline.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The manifests under {@code src/test/resources/crd/<kind>}, each with what the API server must say to it. */
final class CrdCases {

    private static final Path ROOT = Path.of("src/test/resources/crd");
    private static final String EXPECT = "# expect: ";

    private CrdCases() {}

    /** A manifest that must be accepted as it is. */
    record Accepted(String name, String manifest) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A manifest with one fault, and the one complaint it must meet. */
    record Rejected(String name, String manifest, Complaint complaint) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * What the API server says of one field.
     *
     * @param field path of the field, such as spec.inbound[0].port
     * @param text what is said, without the value that the server puts before it
     */
    record Complaint(String field, String text) {

        /** A complaint as the server writes it: field, colon, text. */
        static Complaint parse(String line) {
            var parts = line.split(": ", 2);
            return new Complaint(parts[0], parts[1]);
        }

        /** The field without indexes and keys, such as spec.inbound[].port. */
        String schemaPath() {
            return field.replaceAll("\\[[^]]+]", "[]");
        }
    }

    static List<Accepted> accepted() {
        return files("accepts-")
                .map(file -> new Accepted(name(file), read(file)))
                .toList();
    }

    static List<Rejected> rejected() {
        return files("rejects-")
                .map(file -> new Rejected(name(file), read(file), complaint(file)))
                .toList();
    }

    private static Complaint complaint(Path file) {
        return read(file)
                .lines()
                .findFirst()
                .filter(line -> line.startsWith(EXPECT))
                .map(line -> Complaint.parse(line.substring(EXPECT.length())))
                .orElseThrow(() -> new IllegalStateException(file + " must begin with " + EXPECT + "<field>: <text>"));
    }

    private static String name(Path file) {
        var kind = Optional.ofNullable(file.getParent()).map(Path::getFileName).orElseThrow();
        var words = file.getFileName().toString().replaceAll("^[a-z]+-|\\.yaml$", "");
        return kind + ": " + words.replace('-', ' ');
    }

    private static Stream<Path> files(String prefix) {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
