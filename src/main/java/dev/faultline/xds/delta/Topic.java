package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** One type of resource in the conversation with one proxy: what it wants, has, and has been sent. */
final class Topic {
    /** It may have some version, nobody knows which. */
    private static final String UNSURE = "";

    private final ResourceType type;
    private final Gate gate;
    private final Subscription subscription;
    private final Packing packing;
    private final Map<String, String> held = new HashMap<>();

    /** Names that it has been told do not exist. */
    private final Set<String> denied = new HashSet<>();

    /** Names to be sent once more although it has them. */
    private final Set<String> again = new HashSet<>();

    private final Heartbeats beats = new Heartbeats();

    private Map<String, Resource> wanted = Map.of();
    private Optional<Pending> pending = Optional.empty();

    /** Waits for a first answer, be it empty. */
    private boolean unanswered;

    /** Sent, and neither accepted nor refused. */
    private record Pending(String nonce, Instant since, Parcel parcel) {}

    Topic(ResourceType type, Gate gate) {
        this.type = type;
        this.gate = gate;
        this.subscription = new Subscription(type);
        this.packing = new Packing(type, gate);
    }

    void want(Map<String, Resource> resources) {
        wanted = resources;
    }

    /** How many names the proxy makes us remember. */
    int size() {
        return subscription.names().size() + held.size();
    }

    boolean isOpen() {
        return subscription.isOpen();
    }

    boolean holds(String name) {
        return held.containsKey(name);
    }

    Optional<Instant> pendingSince() {
        return pending.map(Pending::since);
    }

    /** To be sent once more, if it was asked for. */
    void repeat(String name) {
        if (subscription.covers(name)) {
            again.add(name);
        }
    }

    Heard receive(DeltaDiscoveryRequest request) {
        var heard = pending.filter(sent -> sent.nonce().equals(request.getResponseNonce()))
                .map(sent -> answered(sent.parcel(), request))
                .orElseGet(Heard.Fine::new);
        subscribe(request);
        return heard;
    }

    private Heard answered(Parcel parcel, DeltaDiscoveryRequest request) {
        pending = Optional.empty();
        if (!request.hasErrorDetail()) {
            parcel.resources().forEach(this::accepted);
            parcel.removed().forEach(this::removed);
            return new Heard.Fine();
        }
        return new Heard.Rejected(rejected(parcel), request.getErrorDetail().getMessage());
    }

    private void accepted(Resource resource) {
        if (subscription.covers(resource.name())) {
            held.put(resource.name(), resource.version());
        }
    }

    private void removed(String name) {
        held.remove(name);
        if (subscription.names().contains(name)) {
            denied.add(name);
        }
    }

    /** Of several any may have been applied or not, and the next time each must go by itself. */
    private List<Edition> rejected(Parcel parcel) {
        if (parcel.resources().size() <= 1) {
            parcel.removed().forEach(this::removed);
            return parcel.resources().stream().map(Edition::of).toList();
        }
        parcel.resources().forEach(resource -> held.put(resource.name(), UNSURE));
        packing.singly(parcel.resources());
        return List.of();
    }

    private void subscribe(DeltaDiscoveryRequest request) {
        var first = !subscription.isOpen();
        subscription.change(request);
        if (first) {
            request.getInitialResourceVersionsMap().forEach((name, version) -> {
                if (subscription.covers(name)) {
                    held.put(name, version);
                }
            });
            unanswered = subscription.isForAll() && request.getInitialResourceVersionsCount() == 0;
        } else {
            request.getResourceNamesSubscribeList().forEach(this::forget);
        }
        if (request.getResourceNamesUnsubscribeCount() > 0) {
            request.getResourceNamesUnsubscribeList().forEach(this::unsubscribed);
            held.keySet().removeIf(name -> !subscription.covers(name));
        }
    }

    /** Who names something anew has nothing of it. */
    private void forget(String name) {
        held.remove(name);
        denied.remove(name);
        again.remove(name);
        beats.forget(name);
    }

    private void unsubscribed(String name) {
        forget(name);
        if (subscription.covers(name)) {
            // By the wildcard. Source: xDS protocol, "Unsubscribing From Resources": it must be told either way.
            held.put(name, UNSURE);
        }
    }

    /** @param removing whether what it has and is not to have may be taken away now */
    Optional<Parcel> next(Instant now, BooleanSupplier removing) {
        if (pending.isPresent() || !isOpen()) {
            return Optional.empty();
        }
        var due = new ArrayList<Resource>(0);
        for (var resource : wanted.values()) {
            if (isDue(resource, now) && gate.obstacle(resource).isEmpty()) {
                due.add(resource);
            }
        }
        var gone = gone(removing);
        return due.isEmpty() && gone.isEmpty() && !unanswered ? Optional.empty() : Optional.of(packing.pack(due, gone));
    }

    void sent(Parcel parcel, String nonce, Instant now) {
        pending = Optional.of(new Pending(nonce, now, parcel));
        unanswered = false;
        for (var resource : parcel.resources()) {
            again.remove(resource.name());
            denied.remove(resource.name());
            beats.sent(resource, now);
        }
        parcel.removed().forEach(beats::forget);
    }

    private boolean isDue(Resource resource, Instant now) {
        var name = resource.name();
        return subscription.covers(name)
                && (!resource.version().equals(held.get(name)) || again.contains(name) || beats.isDue(resource, now));
    }

    private Set<String> gone(BooleanSupplier removing) {
        var gone = new TreeSet<String>();
        if (!hasOnlyWanted() && removing.getAsBoolean()) {
            held.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(gone::add);
        }
        // Envoy waits for a route configuration even when it is told that there is none, so it is told nothing.
        if (type != ResourceType.Routes) {
            for (var name : subscription.names()) {
                if (!wanted.containsKey(name) && !held.containsKey(name) && !denied.contains(name)) {
                    gone.add(name);
                }
            }
        }
        return gone;
    }

    private boolean hasOnlyWanted() {
        return wanted.keySet().containsAll(held.keySet());
    }

    /** When there is something to be sent although nothing happens. */
    Optional<Instant> wake() {
        var wake = Optional.<Instant>empty();
        if (pending.isPresent()) {
            return wake;
        }
        for (var resource : wanted.values()) {
            if (resource.ttl().isPresent()
                    && subscription.covers(resource.name())
                    && gate.obstacle(resource).isEmpty()) {
                var next = beats.next(resource);
                wake = wake.filter(at -> next.filter(at::isAfter).isEmpty()).or(() -> next);
            }
        }
        return wake;
    }

    /** Whether it has accepted all that it asked for, and nothing else. */
    boolean isCurrent() {
        if (unanswered) {
            return false;
        }
        for (var resource : wanted.values()) {
            if (subscription.covers(resource.name()) && !resource.version().equals(held.get(resource.name()))) {
                return false;
            }
        }
        return hasOnlyWanted();
    }

    /** Adds what keeps it from having what it asked for. */
    void addBlocked(List<Blocked> blocked) {
        for (var resource : wanted.values()) {
            if (subscription.covers(resource.name())) {
                gate.obstacle(resource).ifPresent(message -> blocked.add(new Blocked(type, resource.name(), message)));
            }
        }
    }
}
