package dev.faultline.cluster.traffic;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.traffic.Dependency.Criticality;
import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Outline;
import dev.faultline.policy.Intent;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Spoken;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.graph.Edge;
import dev.faultline.policy.graph.Edge.Repeats;
import dev.faultline.policy.graph.Node;
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
        return calls(policy).isEmpty() ? CallGraph.EMPTY : new Walk(policies).from(claimed);
    }

    private static List<Call> calls(ResiliencePolicy policy) {
        return switch (Intent.read(policy.getSpec(), policy.getMetadata().getNamespace())) {
            case Intent.Reading.Refused _ -> List.of();
            case Intent.Reading.Understood(var intent) -> intent.calls();
        };
    }

    private final class Walk {
        private final Neighbourhood.Policies policies;
        private final Map<String, List<Call>> read = new HashMap<>();
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
            for (var call : calls(caller)) {
                var behind = behind(call);
                called.addAll(behind);
                callees(call, behind)
                        .map(callee -> new Edge(callee, call.criticality() == Criticality.Hard, repeats(call)))
                        .forEach(edges::add);
            }
            return List.copyOf(edges);
        }

        private List<Call> calls(Outline caller) {
            return policies.winner(caller)
                    .map(policy ->
                            read.computeIfAbsent(policy.getMetadata().getUid(), _ -> DeclaredCalls.calls(policy)))
                    .orElse(List.of());
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

    private static Stream<Node> callees(Call call, List<Outline> behind) {
        return behind.isEmpty() ? Stream.of(unknown(call)) : behind.stream().map(DeclaredCalls::node);
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
                .filter(retry -> switch (Spoken.by(call, services).orElse(Protocol.TCP)) {
                    case TCP -> false;
                    case HTTP, HTTP2 -> true;
                    case GRPC -> !retry.repeatable().grpcMethods().isEmpty();
                })
                .map(retry -> new Repeats(retry.attempts(), call.breaker().retryPercent()))
                .orElse(Repeats.NONE);
    }
}
