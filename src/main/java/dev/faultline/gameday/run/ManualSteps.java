package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.gameday.ledger.Entry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a person must type where something could not be put back. */
final class ManualSteps {
    private ManualSteps() {}

    static List<String> of(GameDayRun resource, Run run) {
        var namespace = resource.getMetadata().getNamespace();
        return run.ledger().entries().stream()
                .filter(entry -> entry.state() == RowState.RevertFailed)
                .flatMap(entry -> commands(namespace, entry))
                .limit(GameDayRunStatus.MAX_MANUAL_STEPS)
                .toList();
    }

    private static Stream<String> commands(String namespace, Entry entry) {
        var object = entry.target().kind().toLowerCase(Locale.ROOT) + "/"
                + entry.target().name();
        return switch (entry.deed().verb()) {
            case Scale ->
                Stream.of(
                        "kubectl -n " + namespace + " scale " + object + " --replicas="
                                + entry.deed().original().orElse(1),
                        "kubectl -n " + namespace + " label " + object + " faultline.dev/run- faultline.dev/entry-",
                        "kubectl -n " + namespace + " annotate " + object
                                + " faultline.dev/original-replicas- faultline.dev/fault-replicas-"
                                + " faultline.dev/expires-at-");
            case Kill, Evict -> Stream.empty();
        };
    }
}
