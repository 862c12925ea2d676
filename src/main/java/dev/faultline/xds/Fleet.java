package dev.faultline.xds;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.reference.KnownMentions;
import dev.faultline.policy.live.Account;
import dev.faultline.xds.delta.Conversation;
import dev.faultline.xds.delta.References;
import dev.faultline.xds.delta.Rejections;
import dev.faultline.xds.flush.Flush;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** All connected proxies. Thread-safe. */
public final class Fleet {
    private static final Logger LOG = Logger.getLogger(Fleet.class);

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Rejections rejections = new Rejections();
    private final KnownMentions mentions = new KnownMentions();
    private final Vitals vitals = new Vitals();
    private final References references = new References(mentions);

    /** News reach the listeners in the order in which they came about, and hold up no stream. */
    private final Serial news =
            new Serial(Executors.newVirtualThreadPerTaskExecutor(), e -> LOG.error("News of a proxy were lost", e));

    /** Told one thing at a time; what takes long holds up the news of all proxies. */
    public interface Listener {
        /** It has no configuration until one is published for it. Also told when it has come anew. */
        void connected(Proxy proxy);

        void changed(Proxy proxy);

        void left(Proxy proxy);

        /**
         * It has told what it counts, or has fallen silent.
         *
         * @param notable whether more than numbers moved
         */
        default void told(Proxy proxy, boolean notable) {}
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** What the proxy is to have from now on; no effect when it is not connected. Sends nothing where nothing differs. */
    public void publish(Proxy proxy, ProxyConfig config) {
        Optional.ofNullable(sessions.get(proxy.uid())).ifPresent(session -> session.publish(config));
    }

    /** What resources mention, for whoever looks at them before they are published. */
    public KnownMentions mentions() {
        return mentions;
    }

    /**
     * What it is to have now is not fit to be sent: the last one stays in force.
     *
     * @param faults what is wrong with it, shown in its state
     * @param standIn what it gets if it has nothing yet
     */
    public void withhold(Proxy proxy, List<ProxyState.Rejection> faults, Optional<ProxyConfig> standIn) {
        Optional.ofNullable(sessions.get(proxy.uid())).ifPresent(session -> session.withhold(faults, standIn));
    }

    /** Its pod is gone: ends the stream. */
    public void dismiss(Proxy proxy) {
        rejections.forget(proxy.uid());
        Optional.ofNullable(sessions.get(proxy.uid())).ifPresent(session -> session.end(Status.OK));
    }

    public Stream<ProxyState> states() {
        return sessions.values().stream().map(Session::state);
    }

    public Optional<ProxyState> state(Proxy proxy) {
        return Optional.ofNullable(sessions.get(proxy.uid())).map(Session::state);
    }

    /** What a proxy has told; empty when it has told nothing here. */
    public Optional<Account.Told> account(Proxy proxy) {
        return vitals.of(proxy);
    }

    /** Proxies that tell this replica what they count. */
    public Stream<Proxy> telling() {
        return vitals.proxies().stream();
    }

    void told(Proxy proxy, Flush flush, Instant now) {
        switch (vitals.record(proxy, flush, now)) {
            case None -> {}
            case Numbers -> tell(listener -> listener.told(proxy, false));
            case Notable -> tell(listener -> listener.told(proxy, true));
        }
    }

    /** @param since when it fell silent; no effect where it has told something since */
    void forget(Proxy proxy, Instant since) {
        if (vitals.forget(proxy, since)) {
            tell(listener -> listener.told(proxy, true));
        }
    }

    public long connected() {
        return sessions.size();
    }

    Conversation converse(Proxy proxy) {
        return new Conversation(proxy.uid(), rejections, references);
    }

    /** One stream for each pod: the newest, as the older one may be a connection that nobody has seen break. */
    void joined(Session session) {
        // Whoever is told of a proxy finds it here, and is told in the order in which things were.
        synchronized (news) {
            var older = sessions.put(session.proxy().uid(), session);
            if (older != null) {
                older.end(Status.ABORTED);
            }
            tell(listener -> listener.connected(session.proxy()));
        }
    }

    void changed(Session session) {
        synchronized (news) {
            if (sessions.get(session.proxy().uid()) == session) {
                tell(listener -> listener.changed(session.proxy()));
            }
        }
    }

    void left(Session session) {
        synchronized (news) {
            if (sessions.remove(session.proxy().uid(), session)) {
                tell(listener -> listener.left(session.proxy()));
            }
        }
    }

    /** Graceful, so that each proxy goes to another replica at once. */
    void endAll() {
        sessions.values().forEach(session -> session.end(Status.OK));
    }

    private void tell(Consumer<Listener> what) {
        listeners.forEach(listener -> news.execute(() -> what.accept(listener)));
    }
}
