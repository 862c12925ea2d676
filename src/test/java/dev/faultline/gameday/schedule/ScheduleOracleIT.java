package dev.faultline.gameday.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.Command;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The answers that {@link ScheduleOracleTest} compares with are those that the oracle gives. */
class ScheduleOracleIT {
    @Test
    void theOracleSaysWhatIsWrittenDown() throws IOException {
        var answers = Command.scheduleOracle(OracleCase.CASES);

        assertThat(answers.text())
                .as(
                        "%s is what `$(e2e/cluster/cluster bin schedule-oracle) %s` prints",
                        OracleCase.ANSWERS, OracleCase.CASES)
                .isEqualTo(Files.readString(OracleCase.ANSWERS));
    }
}
