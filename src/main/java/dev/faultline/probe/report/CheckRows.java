package dev.faultline.probe.report;

import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.CheckStatus;
import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.Health;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Track;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of status: every check, and after them, as far as there is room, the entries that pods tell. */
final class CheckRows {
    private static final int LONGEST_MESSAGE = 512;

    private CheckRows() {}

    static List<CheckStatus> of(ProbeIntent intent, Health health) {
        var room = HealthProbeStatus.MAX_CHECKS - intent.checks().size();
        var shown = intent.checks().stream()
                .flatMap(check -> health.entries(check.name()).keySet().stream())
                .limit(room)
                .toList();
        return intent.checks().stream()
                .flatMap(check -> Stream.concat(
                        Stream.of(row(
                                check.name(), health.track(check), message(check.name(), health.track(check), health))),
                        health.entries(check.name()).entrySet().stream()
                                .filter(entry -> shown.contains(entry.getKey()))
                                .map(entry -> row(
                                        entry.getKey(),
                                        entry.getValue(),
                                        message(entry.getKey(), entry.getValue(), health)))))
                .toList();
    }

    private static CheckStatus row(String name, Track track, Optional<String> message) {
        return new CheckStatus(
                name,
                track.shown(),
                ProbeReport.time(track.since()),
                track.latency().map(Duration::toMillis).orElse(null),
                message.map(text -> Sentences.cut(text, LONGEST_MESSAGE)).orElse(null));
    }

    private static Optional<String> message(String name, Track track, Health health) {
        if (track.silence().isPresent()) {
            return track.silence();
        }
        return switch (track.state()) {
            case Passing -> Optional.ofNullable(health.remarks().rows().get(name));
            case Failing -> Optional.of(track.message());
            case Unknown -> Optional.of("not judged yet");
        };
    }
}
