package dev.faultline.cluster.injector;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.cache.Filling;
import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.certificates.Keyring;
import dev.faultline.cluster.upkeep.Upkeep;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Keeps the webhook configuration and the ConfigMaps as they should be, for as long as this replica leads. */
public final class Injector implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Injector.class);

    private final InjectorPlan.Target target;
    private final Certificates certificates;
    private final Supplier<Wish> wish;
    private final SharedIndexInformer<ConfigMap> maps;
    private final SharedIndexInformer<MutatingWebhookConfiguration> hooks;
    private final AuthorityMaps authorityMaps;
    private final HookWriter hookWriter;
    private final Upkeep upkeep = new Upkeep(HookConfiguration.NAME, this::run);
    private final Coverage coverage = new Coverage();
    private volatile Set<String> foreign = Set.of();
    private boolean hookIsForeign;

    /**
     * @param namespace the operator's own
     * @param wish asked at every run, so it must be quick
     */
    public record Terms(String namespace, Endpoint endpoint, Supplier<Wish> wish) {}

    /** @param certificates whom the API server and the sidecars are to trust; followed from now on */
    public Injector(KubernetesClient client, Terms terms, Certificates certificates) {
        this.target = new InjectorPlan.Target(terms.namespace(), terms.endpoint());
        this.certificates = certificates;
        this.wish = terms.wish();
        this.authorityMaps = new AuthorityMaps(client);
        this.hookWriter = new HookWriter(client);
        this.maps = watched(client.configMaps()
                .inAnyNamespace()
                .withField("metadata.name", AuthorityMap.NAME)
                .withLimit(Cached.PAGE)
                .runnableInformer(0));
        this.hooks = watched(client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(HookConfiguration.NAME)
                .runnableInformer(0));
        certificates.webhook().listen(changed -> wake());
        certificates.xds().listen(changed -> wake());
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watched(SharedIndexInformer<T> informer) {
        informer.exceptionHandler((started, problem) -> true);
        informer.addEventHandler(new Waking<>(this::wake));
        return informer;
    }

    /**
     * Waits until it is known what is there, on every replica, so that the next leader goes on at once.
     *
     * @throws java.util.concurrent.CompletionException when that takes longer than the patience
     */
    public void start(Duration patience) {
        Filling.await(Stream.of(maps.start(), hooks.start()), patience);
    }

    /** From now on this replica writes. */
    public void lead() {
        upkeep.start();
    }

    /** To be called when the wish has changed; any number of times. */
    public void wake() {
        upkeep.wake();
    }

    /**
     * @param listener told of a namespace whose new pods are sent to the webhook from now on, or where a ConfigMap of
     *     somebody else has come or gone
     */
    public void listen(Consumer<String> listener) {
        coverage.listen(listener);
    }

    /** For how long the new pods of a namespace have been sent to the webhook; empty when they are not. Leader only. */
    public Optional<Duration> injecting(String namespace) {
        return coverage.since(namespace);
    }

    /** Wished namespaces whose pods get no sidecar, since a ConfigMap of somebody else bears our name there. */
    public Set<String> foreign() {
        return foreign;
    }

    /** Whether sidecars of the namespace have whom to trust the operator by. */
    public boolean hasAuthority(String namespace) {
        return Optional.ofNullable(maps.getStore().getByKey(Cache.namespaceKeyFunc(namespace, AuthorityMap.NAME)))
                .filter(Ownership::hasLabels)
                .map(ConfigMap::getData)
                .filter(data -> data.containsKey(AuthorityMap.KEY))
                .isPresent();
    }

    /** Nothing is written after this has returned; what is there stays for the next leader. */
    @Override
    public void close() {
        upkeep.close();
        maps.stop();
        hooks.stop();
    }

    private Duration run() {
        var facts = facts();
        var plan = InjectorPlan.of(facts, target);
        report(plan);
        coverage.set(facts.served(target).stream().filter(this::hasAuthority).collect(Collectors.toSet()));
        var unwritten = authorityMaps.write(plan.created(), plan.repaired());
        hookWriter.write(plan.hook());
        var unremoved = authorityMaps.remove(plan.removed());
        var refusal = unwritten.or(() -> unremoved);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return Upkeep.AT_REST;
    }

    private InjectorPlan.Facts facts() {
        return new InjectorPlan.Facts(
                wish.get(),
                maps.getStore().list().stream()
                        .collect(Collectors.toMap(map -> map.getMetadata().getNamespace(), map -> map)),
                hooks.getStore().list().stream().findFirst(),
                new InjectorPlan.Trust(
                        certificates.webhook().current().map(Keyring::authoritiesAsPem),
                        certificates.xds().current().map(Keyring::authoritiesAsPem)));
    }

    /** Once for each object, until it is somebody else's no more. */
    private void report(InjectorPlan plan) {
        var unknown = new HashSet<>(plan.foreign());
        unknown.removeAll(foreign);
        var changed = new HashSet<>(unknown);
        foreign.stream()
                .filter(namespace -> !plan.foreign().contains(namespace))
                .forEach(changed::add);
        foreign = Set.copyOf(plan.foreign());
        changed.forEach(coverage::tell);
        unknown.forEach(namespace -> warn(namespace + "/" + AuthorityMap.NAME));
        var isForeign = plan.hook() instanceof InjectorPlan.Hook.Foreign;
        if (isForeign && !hookIsForeign) {
            warn(HookConfiguration.NAME);
        }
        hookIsForeign = isForeign;
    }

    private static void warn(String object) {
        try (var _ = LogScope.of(LogKeys.OBJECT, object)) {
            LOG.warn("An object of somebody else bears our name, no sidecar without it");
        }
    }

    private record Waking<T>(Runnable wake) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            wake.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            wake.run();
        }

        @Override
        public void onDelete(T object, boolean stateUnknown) {
            wake.run();
        }
    }
}
