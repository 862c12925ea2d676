package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** KEDA's kind, which comes and goes. */
public final class Keda {
    private Keda() {}

    public static String scaledObject(String deployment) {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: %1$s}
                spec:
                  scaleTargetRef: {name: %1$s}
                  minReplicaCount: 1
                  triggers:
                  - type: cron
                    metadata: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: "5"}
                """.formatted(deployment);
    }

    public static void install() {
        var server = ApiServer.ready();
        try {
            server.parse(Files.readString(Setting.KEDA_CRD.path())).forEach(server::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        eventually(() -> assertThat(definition().get().getStatus().getConditions())
                .anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("Established");
                    assertThat(condition.getStatus()).isEqualTo("True");
                }));
    }

    public static void remove() {
        definition().delete();
    }

    private static Resource<CustomResourceDefinition> definition() {
        return ApiServer.ready()
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("scaledobjects.keda.sh");
    }
}
