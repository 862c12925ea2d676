package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.gameday.RunStore;
import dev.faultline.controller.Failures;
import dev.faultline.gameday.run.RunReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import org.jboss.logging.Logger;

/** What people see of the unexpected in a run: Ready is Unknown, with the cause. The framework tries again, for ever. */
public final class RunTrouble {
    private static final Logger LOG = Logger.getLogger(RunTrouble.class);

    private final RunStore store;
    private final Clock clock;

    public RunTrouble(RunStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void report(GameDayRun cached, Exception problem) {
        var run = store.newest(cached);
        var status = RunReport.troubled(run, Failures.words(problem), clock.instant());
        if (status.conditions() == null
                || run.getStatus() == null
                || status.conditions().equals(run.getStatus().conditions())) {
            return;
        }
        try {
            store.swap(run, status);
        } catch (KubernetesClientException e) {
            // The API server that causes the trouble can hardly be told of it; the next try may.
            LOG.debugf("Trouble cannot be told in status. cause=%s", e.getMessage());
        }
    }
}
