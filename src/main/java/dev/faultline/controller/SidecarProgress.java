package dev.faultline.controller;

import dev.faultline.policy.live.Account;
import dev.faultline.policy.target.SidecarState.Progress;
import dev.faultline.policy.target.SidecarState.Progresses;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.peer.Peers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** How far a sidecar is and what it tells, whichever replica it is connected to. */
public final class SidecarProgress implements Progresses {
    /** After which every sidecar that lives has told what it counts. */
    private static final Duration BEGINNING = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final Peers peers;
    private final Supplier<Instant> since;
    private final InstantSource clock;

    /** @param since when this replica has begun to report */
    public SidecarProgress(Fleet fleet, Peers peers, Supplier<Instant> since, InstantSource clock) {
        this.fleet = fleet;
        this.peers = peers;
        this.since = since;
        this.clock = clock;
    }

    @Override
    public Progress of(String namespace, String pod, String uid) {
        var proxy = new Proxy(namespace, pod, uid);
        return fleet.state(proxy)
                .map(Peers.Report::of)
                .or(() -> peers.of(proxy))
                .map(SidecarProgress::progress)
                .orElseGet(Progress.Unconnected::new);
    }

    @Override
    public Account account(String namespace, String pod, String uid) {
        var proxy = new Proxy(namespace, pod, uid);
        return fleet.account(proxy)
                .or(() -> peers.account(proxy))
                .<Account>map(told -> told)
                .orElseGet(() -> clock.instant().isBefore(since.get().plus(BEGINNING))
                        ? new Account.NotYet()
                        : new Account.Nothing());
    }

    private static Progress progress(Peers.Report report) {
        if (!report.rejection().isEmpty()) {
            return new Progress.Rejected(report.rejection());
        }
        return report.current() ? new Progress.Current() : new Progress.Behind();
    }
}
