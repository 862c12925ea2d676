package dev.faultline.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The manifests under {@code src/test/resources/crd/<kind>}, each with what the API server must say to it. */
final class CrdCases {

    private static final Path ROOT = Path.of("src/test/resources/crd");
    private static final String EXPECT = "# expect: ";

    /** What the server calls the object as a whole. */
    private static final String WHOLE = "<nil>";

    private static final Path PAGE = Path.of("docs/gameday.md");

    /** A block of a page that is a manifest, and its kind. */
    private static final Pattern MANIFEST = Pattern.compile("(?s)```yaml\n(apiVersion: \\S+\nkind: (\\w+)\n.*?)```");

    private CrdCases() {}

    /**
     * A manifest that must be accepted as it is.
     *
     * @param kind the folder it lies in, such as healthprobe
     */
    record Accepted(String kind, String name, String manifest) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A manifest with one fault, and the one complaint it must meet.
     *
     * @param kind the folder it lies in, such as healthprobe
     */
    record Rejected(String kind, String name, String manifest, Complaint complaint) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A manifest that is stored and then written again otherwise.
     *
     * @param kind the folder it lies in, such as gamedayrun
     * @param allowed the manifests that must be accepted one after the other
     * @param last what is written last, and may be refused
     */
    record Updated(String kind, String name, List<String> allowed, String last, Optional<Complaint> complaint) {
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

        /** The field without indexes and keys, such as spec.inbound[].port; empty for the object as a whole. */
        String schemaPath() {
            return field.equals(WHOLE) ? "" : field.replaceAll("\\[[^]]+]", "[]");
        }
    }

    static List<Accepted> accepted() {
        var cases = files("accepts-").map(file -> new Accepted(kind(file), name(file), read(file)));
        return Stream.concat(cases, told()).toList();
    }

    /** What docs/gameday.md tells people to write. */
    private static Stream<Accepted> told() {
        return MANIFEST.matcher(read(PAGE))
                .results()
                .map(block -> new Accepted(
                        block.group(2).toLowerCase(Locale.ROOT), PAGE + ", " + block.group(2), block.group(1)));
    }

    static List<Rejected> rejected() {
        return files("rejects-")
                .map(file -> new Rejected(kind(file), name(file), read(file), complaint(file)))
                .toList();
    }

    static List<Updated> updates() {
        return Stream.concat(
                        files("update-accepts-").map(file -> updated(file, Optional.empty())),
                        files("update-rejects-").map(file -> updated(file, Optional.of(complaint(file)))))
                .toList();
    }

    private static Updated updated(Path file, Optional<Complaint> complaint) {
        var manifests = List.of(read(file).split("\n---\n"));
        var last = manifests.size() - 1;
        return new Updated(kind(file), name(file), manifests.subList(0, last), manifests.get(last), complaint);
    }

    private static Complaint complaint(Path file) {
        return read(file)
                .lines()
                .findFirst()
                .filter(line -> line.startsWith(EXPECT))
                .map(line -> Complaint.parse(line.substring(EXPECT.length())))
                .orElseThrow(() -> new IllegalStateException(file + " must begin with " + EXPECT + "<field>: <text>"));
    }

    private static String kind(Path file) {
        return Optional.ofNullable(file.getParent())
                .map(Path::getFileName)
                .orElseThrow()
                .toString();
    }

    private static String name(Path file) {
        var words = file.getFileName().toString().replaceAll("^(update-)?(accepts|rejects)-|\\.yaml$", "");
        return kind(file) + ": " + words.replace('-', ' ');
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
