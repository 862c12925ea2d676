package dev.faultline.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.common.matcher.v3.MatchPredicate;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    /** Once the messages know the field, it is to be set by its name. */
    @Test
    void theMessagesThatWeHaveDoNotKnowTheField() {
        assertThat(HttpProtocolOptions.getDescriptor().findFieldByNumber(8)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Leg.Version.class)
    void whatIsShedCountsAgainstNoEndpoint(Leg.Version version) throws Exception {
        var options = Protocols.upstream(version, List.of()).unpack(HttpProtocolOptions.class);

        var detection = UnknownFieldSet.parseFrom(
                options.getUnknownFields().getField(8).getLengthDelimitedList().getFirst());
        var matcher = MatchPredicate.parseFrom(
                detection.getField(1).getLengthDelimitedList().getFirst());

        assertThat(matcher.getAndMatch()
                        .getRules(1)
                        .getNotMatch()
                        .getHttpResponseHeadersMatch()
                        .getHeaders(0)
                        .getName())
                .isEqualTo("x-faultline-shed");
        assertThat(matcher.getAndMatch().getRules(0).getOrMatch().getRulesList())
                .extracting(
                        rule -> rule.getHttpResponseHeadersMatch().getHeaders(0).getName())
                .containsExactly(":status", "grpc-status");
    }
}
