package dev.faultline.probe.shallow;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** One probe that a container is to have. */
public record PlannedProbe(Purpose purpose, Question question, Cadence cadence) {

    /**
     * As the kubelet takes it. It says what the API server would fill in, so that it looks the same before and after.
     *
     * @param port a number: the name may be a sidecar's by the time the kubelet looks for it
     */
    Probe on(int port) {
        var probe = new ProbeBuilder()
                .withPeriodSeconds(cadence.period())
                .withTimeoutSeconds(cadence.timeout())
                .withFailureThreshold(cadence.failureThreshold())
                .withSuccessThreshold(1);
        return switch (question) {
            case Question.Http(var path) ->
                probe.withNewHttpGet()
                        .withPath(path)
                        .withPort(new IntOrString(port))
                        .withScheme("HTTP")
                        .endHttpGet()
                        .build();
            case Question.Grpc _ -> probe.withNewGrpc(port, "").build();
            case Question.Tcp _ ->
                probe.withNewTcpSocket()
                        .withPort(new IntOrString(port))
                        .endTcpSocket()
                        .build();
        };
    }
}
