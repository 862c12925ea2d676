package dev.faultline.controller;

import dev.faultline.policy.target.SidecarState.Progress;
import dev.faultline.policy.target.SidecarState.Progresses;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.peer.Peers;

/** How far a sidecar is, whichever replica it is connected to. */
public final class SidecarProgress implements Progresses {
    private final Fleet fleet;
    private final Peers peers;

    public SidecarProgress(Fleet fleet, Peers peers) {
        this.fleet = fleet;
        this.peers = peers;
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

    private static Progress progress(Peers.Report report) {
        if (!report.rejection().isEmpty()) {
            return new Progress.Rejected(report.rejection());
        }
        return report.current() ? new Progress.Current() : new Progress.Behind();
    }
}
