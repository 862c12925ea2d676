package dev.faultline.cluster.traffic;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.traffic.Dependency.Criticality;
import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Outline;
import dev.faultline.policy.Intent;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Deadlines;
import dev.faultline.policy.call.Spoken;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.graph.Edge;
import dev.faultline.policy.graph.Edge.Repeats;
import dev.faultline.policy.graph.Edge.Waits;
import dev.faultline.policy.graph.Node;
import dev.faultline.policy.inbound.Requests;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.inlet.Fronts;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Follows the calls that policies declare: from a Service to the workloads behind it, and to the policies that have them.
 * It goes as far as {@link CallGraph#MOST_HOPS} and no wider than {@link #MOST_CALLERS}, however large the cluster is.
 */
public final class DeclaredCalls implements Neighbourhood.Declared {
    private static final int MOST_CALLERS = 200;

    /** Behind one Service: a workload, and at times the one that takes its place. */
    private static final int MOST_BEHIND = 4;

    private final Observed observed;
    private final KnownServices services;
    private final Fronts fronts;

    public DeclaredCalls(Observed observed, KnownServices services, Fronts fronts) {
        this.observed = observed;
        this.services = services;
        this.fronts = fronts;
    }

    @Override
    public Optional<KnownService> of(String namespace, String name) {
        return services.of(namespace, name);
    }

    @Override
    public Front front(String namespace, Map<String, String> podLabels) {
        return fronts.front(namespace, podLabels);
    }

    @Override
    public CallGraph graph(ResiliencePolicy policy, Stream<Outline> claimed, Neighbourhood.Policies policies) {
        return Said.by(policy).calls().isEmpty() ? CallGraph.EMPTY : new Walk(policies).from(claimed);
    }

    /** What a policy says of calls and of how long requests may take. */
    private record Said(List<Call> calls, List<Requests> requests, Deadlines deadlines) {
        static final Said NOTHING = new Said(List.of(), List.of(), Deadlines.NONE);

        static Said by(ResiliencePolicy policy) {
            return switch (Intent.read(policy.getSpec(), policy.getMetadata().getNamespace())) {
                case Intent.Reading.Refused _ -> NOTHING;
                case Intent.Reading.Understood(var intent) ->
                    new Said(intent.calls(), intent.requests(), intent.deadlines());
            };
        }

        /** How long requests that come through a port of a Service may take; empty where that leads past the sidecar. */
        Optional<Deadlines.Port> deadline(KnownService.Port port) {
            return requests.stream()
                    .filter(wanted -> wanted.port().equals(port.target()))
                    .filter(wanted -> wanted.protocol().isPresent()
                            || Spoken.on(port)
                                    .or(() -> Spoken.byName(port.target()))
                                    .isPresent())
                    .findFirst()
                    .flatMap(wanted -> deadlines.port(wanted.port()));
        }
    }

    private final class Walk {
        private final Neighbourhood.Policies policies;
        private final Map<String, Said> read = new HashMap<>();
        private final Map<Node, List<Edge>> graph = new LinkedHashMap<>();

        Walk(Neighbourhood.Policies policies) {
            this.policies = policies;
        }

        CallGraph from(Stream<Outline> callers) {
            var next = callers.toList();
            for (var hop = 0; hop < CallGraph.MOST_HOPS && !next.isEmpty(); hop++) {
                var called = new ArrayList<Outline>();
                for (var caller : next) {
                    if (!graph.containsKey(node(caller)) && graph.size() < MOST_CALLERS) {
                        graph.put(node(caller), edges(caller, called));
                    }
                }
                next = called;
            }
            return new CallGraph(Map.copyOf(graph));
        }

        private List<Edge> edges(Outline caller, List<Outline> called) {
            var edges = new ArrayList<Edge>();
            for (var call : said(caller).calls()) {
                var behind = behind(call);
                called.addAll(behind);
                if (behind.isEmpty()) {
                    edges.add(edge(call, unknown(call), Optional.empty()));
                }
                behind.forEach(callee -> edges.add(edge(call, node(callee), waits(call, callee))));
            }
            return List.copyOf(edges);
        }

        private Edge edge(Call call, Node callee, Optional<Waits> waits) {
            return new Edge(callee, call.criticality() == Criticality.Hard, repeats(call), waits);
        }

        private Said said(Outline workload) {
            return policies.winner(workload)
                    .map(policy -> read.computeIfAbsent(policy.getMetadata().getUid(), _ -> Said.by(policy)))
                    .orElse(Said.NOTHING);
        }

        private Optional<Waits> waits(Call call, Outline callee) {
            return port(call)
                    .flatMap(said(callee)::deadline)
                    .flatMap(port -> port.longest()
                            .flatMap(longest -> call.patience(spoken(call))
                                    .map(patience -> new Waits(call.name(), patience, port.name(), longest))));
        }

        /** Workloads behind the Service that are some policy's. */
        private List<Outline> behind(Call call) {
            return call.destination() instanceof Destination.Service(var namespace, var name)
                    ? services.of(namespace, name).stream()
                            .filter(service -> !service.selector().isEmpty())
                            .flatMap(service -> observed.withTemplatesSelectedBy(
                                    namespace,
                                    new LabelSelectorBuilder()
                                            .withMatchLabels(service.selector())
                                            .build()))
                            .filter(workload -> policies.winner(workload).isPresent())
                            .sorted((one, other) -> one.key().compareTo(other.key()))
                            .limit(MOST_BEHIND)
                            .toList()
                    : List.of();
        }
    }

    /** Of a Service with an address: callers of others find pods in ways of their own. */
    private Optional<KnownService.Port> port(Call call) {
        return call.destination() instanceof Destination.Service(var namespace, var name)
                ? services.of(namespace, name)
                        .filter(service -> service.clusterIp().isPresent())
                        .flatMap(service -> service.port(call.port()))
                : Optional.empty();
    }

    private Protocol spoken(Call call) {
        return Spoken.by(call, services).orElse(Protocol.TCP);
    }

    private static Node node(Outline workload) {
        return new Node(workload.namespace(), workload.key().attachedTo());
    }

    /** Somebody whose own calls no policy declares. */
    private static Node unknown(Call call) {
        return switch (call.destination()) {
            case Destination.Service(var namespace, var name) -> new Node(namespace, "Service/" + name);
            case Destination.External external -> new Node("", external.host());
        };
    }

    /** What is tried again only while the callee has not begun costs it nothing. */
    private Repeats repeats(Call call) {
        return call.retry()
                .filter(retry -> switch (spoken(call)) {
                    case TCP -> false;
                    case HTTP, HTTP2 -> true;
                    case GRPC -> !retry.repeatable().grpcMethods().isEmpty();
                })
                .map(retry -> new Repeats(retry.attempts(), call.breaker().retryPercent()))
                .orElse(Repeats.NONE);
    }
}
