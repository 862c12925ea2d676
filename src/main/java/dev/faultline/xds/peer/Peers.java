package dev.faultline.xds.peer;

import dev.faultline.policy.live.Account;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.ProxyState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What the other replicas tell of their proxies, to the one that reports on all of them. */
public final class Peers implements AutoCloseable {
    private final Peer.Terms terms;
    private final ScheduledExecutorService timer;
    private final Consumer<Proxy> changed;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    /** @param changed told of every proxy whose state may have changed */
    public Peers(Peer.Terms terms, ScheduledExecutorService timer, Consumer<Proxy> changed) {
        this.terms = terms;
        this.timer = timer;
        this.changed = changed;
    }

    /** @param addresses of all replicas that serve, this one among them or not; who is not there any more is let go */
    public synchronized void follow(Set<String> addresses) {
        var former = new HashSet<>(peers.keySet());
        former.removeAll(addresses);
        former.forEach(address -> Optional.ofNullable(peers.remove(address)).ifPresent(Peer::close));
        addresses.forEach(
                address -> peers.computeIfAbsent(address, _ -> new Peer(address, terms, timer, changed).start()));
    }

    /** What is known of a proxy; empty when no replica has it. A proxy that has moved may be known twice for a moment. */
    public Optional<Report> of(Proxy proxy) {
        return peers.values().stream()
                .flatMap(peer -> peer.of(proxy).stream())
                .min((one, other) -> Boolean.compare(other.current(), one.current()));
    }

    /** What a proxy tells another replica; empty when nothing. */
    public Optional<Account.Told> account(Proxy proxy) {
        return peers.values().stream()
                .flatMap(peer -> peer.account(proxy).stream())
                .findFirst();
    }

    /**
     * @param current whether it has accepted all that it is to have
     * @param rejection in Envoy's words; empty when nothing was refused
     */
    public record Report(boolean current, String rejection) {
        /** Of what a proxy has refused the first is told. */
        public static Report of(ProxyState state) {
            return new Report(
                    state.current(),
                    state.rejections().stream()
                            .findFirst()
                            .map(first -> first.type() + " " + first.resource() + ": " + first.message())
                            .orElse(""));
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(peers.values()).forEach(Peer::close);
        peers.clear();
    }
}
