package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.ConfigText;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.reference.KnownMentions;
import dev.faultline.envoy.reference.ReferenceCheck;
import dev.faultline.policy.inbound.InletCase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy says of the requests to a pod in, all that Envoy is sent out: one folder per case. */
class InboundGoldenTest {
    static Stream<InletCase> cases() {
        return InletCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPolicyGivesItsConfiguration(InletCase given) {
        var config = given.config();

        Golden.check(given.folder(), Map.of("out-config.yaml", ConfigText.of(config)));
    }

    /** Or it would not be sent. */
    @ParameterizedTest
    @MethodSource("cases")
    void itsReferencesAreInOrder(InletCase given) {
        assertThat(new ReferenceCheck(new KnownMentions()).of(given.config())).isEmpty();
        assertThat(new ReferenceCheck(new KnownMentions()).of(given.passThrough()))
                .isEmpty();
    }

    /** Requests on connections of before are taken where all go now. */
    @ParameterizedTest
    @MethodSource("cases")
    void whatPassesThroughHasTheSameListenersAndRoutesAndOneOfTheClusters(InletCase given) {
        var passing = given.passThrough();

        var inForce = given.config();

        for (var type : new ResourceType[] {ResourceType.Listener, ResourceType.Routes}) {
            assertThat(passing.of(type).keySet()).isEqualTo(inForce.of(type).keySet());
        }
        assertThat(inForce.of(ResourceType.Cluster).keySet())
                .containsAll(passing.of(ResourceType.Cluster).keySet());
    }
}
