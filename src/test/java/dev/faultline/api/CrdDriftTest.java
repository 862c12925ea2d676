package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdDriftTest {

    @Test
    void theCommittedCrdsAreTheOnesThatTheTypesGenerate(@TempDir Path fresh) {
        CrdFiles.generate(fresh);

        var names = CrdFiles.texts(fresh).keySet();
        assertThat(CrdFiles.texts(CrdFiles.COMMITTED).keySet())
                .as("files in crds/")
                .isEqualTo(names);
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(CrdFiles.COMMITTED.resolve(name))
                        .as(
                                "crds/%s is older than the types, or edited by hand: run `mvn -B -DskipTests package`, "
                                        + "look at the difference and commit it",
                                name)
                        .hasSameTextualContentAs(fresh.resolve(name)));
    }
}
