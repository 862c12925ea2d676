package dev.faultline.policy.capture;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.External;
import dev.faultline.api.traffic.ServiceRef;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.Capture.Host;
import dev.faultline.policy.capture.Capture.Port;
import dev.faultline.policy.capture.NotCaptured.Reason;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapturePlannerTest {
    private static final HostNames NAMES = new HostNames("shop", "corp.internal");
    private static final Footprint NOTHING = Footprint.of(new PodSpec());
    private static final KnownServices EVERY_SERVICE =
            (namespace, name) -> Optional.of(service(namespace, name, tcp(80), tcp(9090)));

    @Test
    void aServiceIsKnownByAllItsNamesInTheClustersOwnDomain() {
        var plan = plan(List.of(onService("inventory", null, 80)), NOTHING);

        assertThat(plan.capture().hosts())
                .containsExactly(new Host(
                        "inventory.shop",
                        List.of(
                                "inventory",
                                "inventory.shop",
                                "inventory.shop.svc",
                                "inventory.shop.svc.corp.internal"),
                        Address.of("inventory.shop"),
                        new Destination.Service("shop", "inventory"),
                        List.of(new Port(80, 80), new Port(9090, 9090))));
    }

    @Test
    void theBareNameOfAServiceElsewhereIsLeftToDns() {
        var plan = plan(List.of(onService("inventory", "stock", 80)), NOTHING);

        assertThat(plan.capture().hosts().getFirst().names()).doesNotContain("inventory");
    }

    @Test
    void removingOneDependencyNeverMovesAnother() {
        var all = IntStream.range(0, 32)
                .mapToObj(number -> number % 3 == 0
                        ? onHost("d" + number, "host-" + number + ".example.com", 443)
                        : onService("d" + number, null, 80))
                .toList();
        var addresses = addresses(plan(all, NOTHING));

        for (var removed : all) {
            var rest = all.stream().filter(one -> one != removed).toList();
            var left = addresses(plan(rest, NOTHING));

            assertThat(left).hasSize(31);
            assertThat(addresses).containsAllEntriesOf(left);
        }
    }

    @Test
    void theOrderOfThePolicyDoesNotMatter() {
        var all = List.of(onService("a", null, 80), onHost("b", "b.example.com", 443), onService("c", "other", 9090));

        assertThat(plan(all.reversed(), NOTHING).capture())
                .isEqualTo(plan(all, NOTHING).capture());
    }

    @Test
    void ofTwoHostsAtOneAddressTheLaterOneIsRefused() {
        var pair = collidingHosts();

        var plan = plan(List.of(onHost("first", pair.get(0), 443), onHost("second", pair.get(1), 443)), NOTHING);

        assertThat(plan.capture().hosts()).extracting(Host::name).containsExactly(pair.get(0));
        assertThat(plan.notCaptured()).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.AddressCollision);
            assertThat(refused.dependencies()).containsExactly("second");
            assertThat(refused.message()).contains(pair.get(1), Address.of(pair.get(1)), "listenPort");
        });
    }

    @Test
    void aServiceThatHasTheNameOfAnAliasDoesNotTakeIt() {
        var alias = dependency("inventory", new ServiceRef("inventory", null, 80), null, 8080);
        var service = onService("inventory", "faultline", 80);

        var plan = plan(List.of(alias, service), NOTHING);

        assertThat(plan.capture().hosts())
                .singleElement()
                .satisfies(host -> assertThat(host.ports()).containsExactly(new Port(8080, 80)));
        assertThat(plan.notCaptured()).extracting(NotCaptured::reason).containsExactly(Reason.AddressCollision);
    }

    @Test
    void aServiceOfANamespaceThatIsCalledLikeTheDomainOfAliasesIsNoAlias() {
        var service = onService("inventory", "faultline", 80);
        var pod = new Footprint(new TreeMap<>(Map.of(80, "container app")), NOTHING.hostNames(), 0);

        var captured = plan(List.of(service), NOTHING).capture();
        var refused = plan(List.of(service), pod).notCaptured();

        assertThat(noted(captured).hosts()).singleElement().returns(false, Host::isAlias);
        assertThat(refused)
                .singleElement()
                .satisfies(reason -> assertThat(reason.message())
                        .endsWith("set listenPort to another port and call inventory.faultline there"));
    }

    @Test
    void aHostOutsideThatIsCalledLikeAnAliasIsNone() {
        var plan = plan(List.of(onHost("pay", "pay.faultline", 443)), NOTHING);

        assertThat(noted(plan.capture()).hosts()).singleElement().returns(false, Host::isAlias);
    }

    @Test
    void anAliasIsOneWhateverItStandsFor() {
        var inside = dependency("inventory", new ServiceRef("inventory", "faultline", 80), null, 8080);
        var outside = dependency("pay", null, new External("pay.example.com", 443, null, null), 8443);

        var plan = plan(List.of(inside, outside), NOTHING);

        assertThat(noted(plan.capture()).hosts()).hasSize(2).allMatch(Host::isAlias);
    }

    /** As it comes back from the pod. */
    private static Capture noted(Capture capture) {
        return CaptureNotation.read(CaptureNotation.write(capture)).orElseThrow();
    }

    @Test
    void noCapturedPortIsEverOneOfThePodsOrTheSidecars() {
        var ports = new TreeMap<Integer, String>();
        IntStream.range(0, 100).forEach(number -> ports.put(1000 + number * 7, "container app"));
        var pod = new Footprint(ports, NOTHING.hostNames(), 0);
        KnownServices services = (namespace, name) ->
                Optional.of(service(namespace, name, tcp(80), tcp(1000 + Math.floorMod(name.hashCode(), 700))));
        var dependencies = IntStream.range(0, 32)
                .mapToObj(number -> onService("s" + number, null, 80))
                .toList();

        var plan = CapturePlanner.plan(dependencies, NAMES, pod, services);

        assertThat(plan.capture().hosts())
                .isNotEmpty()
                .flatExtracting(Host::ports)
                .extracting(Port::listen)
                .doesNotContainAnyElementsOf(ports.keySet());
        assertThat(plan.notCaptured()).isNotEmpty().allMatch(refused -> refused.reason() == Reason.PortCollision);
        assertThat(plan.capture().hosts().size() + plan.notCaptured().size()).isEqualTo(32);
    }

    @Test
    void aServiceWithMorePortsThanASidecarListensOnIsNotCaptured() {
        KnownServices services = (namespace, name) -> Optional.of(
                service(namespace, name, IntStream.rangeClosed(1, 101).mapToObj(CapturePlannerTest::tcp)));

        var plan = CapturePlanner.plan(List.of(onService("wide", null, 80)), NAMES, NOTHING, services);

        assertThat(plan.notCaptured()).extracting(NotCaptured::reason).containsExactly(Reason.TooManyPorts);
    }

    @Test
    void aPortThatAHeadlessServiceDoesNotListIsLeftToDns() {
        KnownServices services = (namespace, name) ->
                Optional.of(new KnownService(namespace, name, List.of(tcp(5432)), Optional.empty(), Optional.empty()));

        var plan = CapturePlanner.plan(List.of(onService("db", null, 9187)), NAMES, NOTHING, services);

        assertThat(plan.capture().hosts()).isEmpty();
        assertThat(plan.notCaptured()).extracting(NotCaptured::reason).containsExactly(Reason.UnknownPort);
    }

    @Test
    void aHostThatNoSchemaCheckedMakesNoPodIllegal() {
        var plan = plan(
                List.of(
                        onHost("spaced", "not a host", 443),
                        onHost("upper", "API.example.com", 443),
                        onHost("long", "a".repeat(254), 443),
                        dependency("nothing", null, null, null),
                        dependency("nothing-listened", null, null, 80)),
                NOTHING);

        assertThat(plan.capture().hosts()).isEmpty();
        assertThat(plan.notCaptured()).hasSize(5).allMatch(refused -> refused.reason() == Reason.Unusable);
    }

    @Test
    void everyPlanCanBeNotedOnThePod() {
        var plan = plan(
                IntStream.range(0, 32)
                        .mapToObj(number -> onService("d" + number, null, 80))
                        .toList(),
                NOTHING);

        assertThat(CaptureNotation.read(CaptureNotation.write(plan.capture()))).contains(plan.capture());
    }

    private static CapturePlan plan(List<Dependency> dependencies, Footprint pod) {
        return CapturePlanner.plan(dependencies, NAMES, pod, EVERY_SERVICE);
    }

    private static Map<String, String> addresses(CapturePlan plan) {
        return plan.capture().hosts().stream().collect(toMap(Host::name, Host::address));
    }

    /** Two names that hash alike; with four million addresses there are some among a few thousand names. */
    private static List<String> collidingHosts() {
        var seen = new HashMap<String, String>();
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "h" + number + ".example.com")
                .flatMap(host ->
                        Stream.ofNullable(seen.put(Address.of(host), host)).map(other -> List.of(other, host)))
                .findFirst()
                .orElseThrow();
    }

    private static Dependency onService(String name, @Nullable String namespace, int port) {
        return dependency(name, new ServiceRef(name, namespace, port), null, null);
    }

    private static Dependency onHost(String name, String host, int port) {
        return dependency(name, null, new External(host, port, null, null), null);
    }

    private static Dependency dependency(
            String name, @Nullable ServiceRef service, @Nullable External external, @Nullable Integer listenPort) {
        return new Dependency(name, service, external, null, null, listenPort, null, null, null, null, null, null);
    }

    private static KnownService service(String namespace, String name, KnownService.Port... ports) {
        return service(namespace, name, Stream.of(ports));
    }

    private static KnownService service(String namespace, String name, Stream<KnownService.Port> ports) {
        return new KnownService(namespace, name, ports.toList(), Optional.of("10.96.0.7"), Optional.empty());
    }

    private static KnownService.Port tcp(int number) {
        return new KnownService.Port(number, "TCP", "", "");
    }
}
