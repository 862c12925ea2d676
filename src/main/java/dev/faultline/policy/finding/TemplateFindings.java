package dev.faultline.policy.finding;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.mention.Mention;
import dev.faultline.policy.mention.ServiceName;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.text.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the containers of a workload tell about it. */
public final class TemplateFindings {
    /** Not of what a namespace has for all of its own: the API server and the cluster's DNS. */
    private static final List<ServiceName> KUBERNETES = List.of(new ServiceName("default", "kubernetes"));

    private static final String SYSTEM = "kube-system";

    /** A full name whose last label is no number, and none of those that mean this host or a Service. */
    private static final Pattern OUTSIDE = Pattern.compile(
            "(?!.*[.]svc[.])(?!.*[.](svc|faultline|localhost|local)$)" + "([-a-z0-9]+[.])+[a-z][-a-z0-9]*[a-z0-9]");

    private final String namespace;
    private final Workload workload;
    private final KnownServices services;

    private TemplateFindings(String namespace, Workload workload, KnownServices services) {
        this.namespace = namespace;
        this.workload = workload;
        this.services = services;
    }

    /** @param calls of the policy; empty where it does not say what its workloads call */
    public static List<Finding> of(
            String namespace, Workload workload, Optional<List<Call>> calls, KnownServices services) {
        var findings = new TemplateFindings(namespace, workload, services);
        return Stream.concat(findings.unprobed(), calls.stream().flatMap(findings::undeclared))
                .toList();
    }

    private Stream<Finding> unprobed() {
        var containers = workload.template().unprobed();
        return containers.isEmpty()
                ? Stream.empty()
                : Stream.of(FindingKind.NoReadinessProbe.of(
                        workload.key(),
                        (containers.size() == 1 ? "container " : "containers ")
                                + Sentences.listed(containers.stream())));
    }

    private Stream<Finding> undeclared(List<Call> calls) {
        var hosts = workload.template().mentions().stream()
                .flatMap(mention -> undeclared(mention, calls).stream())
                .distinct()
                .toList();
        return hosts.isEmpty()
                ? Stream.empty()
                : Stream.of(FindingKind.UndeclaredDependency.of(
                        workload.key(),
                        "the environment names " + Sentences.listed(hosts.stream()) + ", which no dependency does"));
    }

    private Optional<String> undeclared(Mention mention, List<Call> calls) {
        var service = ServiceName.of(mention.host(), namespace).stream()
                .flatMap(name -> services.of(name.namespace(), name.name()).stream())
                .findFirst();
        if (service.isPresent()) {
            return service.filter(found -> !isKubernetes(found) && !isOwn(found) && !isDeclared(found, calls))
                    .map(found -> "Service " + found.name() + "." + found.namespace());
        }
        return mention.form() == Mention.Form.Url
                        && OUTSIDE.matcher(mention.host()).matches()
                        && calls.stream().noneMatch(call -> call.callee().equals(mention.host()))
                ? Optional.of("host " + mention.host())
                : Optional.empty();
    }

    private static boolean isKubernetes(KnownService service) {
        return service.namespace().equals(SYSTEM)
                || KUBERNETES.contains(new ServiceName(service.namespace(), service.name()));
    }

    private boolean isOwn(KnownService service) {
        return service.namespace().equals(namespace) && service.isOf(workload.podLabels());
    }

    private static boolean isDeclared(KnownService service, List<Call> calls) {
        return calls.stream().anyMatch(call -> switch (call.destination()) {
            case Destination.Service(var namespace, var name) ->
                service.namespace().equals(namespace) && service.name().equals(name);
            case Destination.External external ->
                service.externalName().filter(external.host()::equals).isPresent();
        });
    }
}
