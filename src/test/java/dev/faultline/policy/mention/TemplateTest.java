package dev.faultline.policy.mention;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static Template read(String container) {
        return Template.of(
                Serialization.unmarshal("spec: {containers: [{name: app, " + container + "}]}", PodTemplateSpec.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'image: a' | false",
                "'ports: [{containerPort: 80}]' | true",
                "'ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}' | false",
                "'ports: [{containerPort: 80}], livenessProbe: {tcpSocket: {port: 80}}' | true",
                "'ports: [{containerPort: 53, protocol: UDP}]' | false",
                "'ports: [{containerPort: 9100, name: http-metrics}]' | false",
                "'ports: [{containerPort: 9100, name: metrics}, {containerPort: 80}]' | true"
            })
    void aContainerThatServesNeedsAReadinessProbe(String container, boolean unprobed) {
        assertThat(read(container).unprobed().isEmpty()).isEqualTo(!unprobed);
    }

    @Test
    void variablesThatHoldSecretsOrTheWorkloadsOwnPlaceAreNotRead() {
        var template = read("""
                env: [
                  {name: DB_PASSWORD, value: "http://a"}, {name: apiToken, value: "http://b"},
                  {name: TOKEN_URL, value: "http://c"}, {name: ALLOWED_ORIGINS, value: "http://d"},
                  {name: REF, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: EMPTY}]
                """);

        assertThat(template.mentions()).containsExactly(new Mention("c", Mention.Form.Url));
    }

    @Test
    void whatWasReadStaysOnATemplateThatIsPruned() {
        var read = read("env: [{name: A, value: 'http://a'}], ports: [{containerPort: 80}]");
        var pruned = new PodTemplateSpec();

        read.keepOn(pruned);

        assertThat(Template.of(pruned)).isEqualTo(read);
        assertThat(Template.of(new PodTemplateSpec())).isEqualTo(Template.NONE);
    }

    @Test
    void whatAManifestPlantsInItsPlaceIsNotBelieved() {
        var planted = Serialization.unmarshal(
                "read: {mentions: [{host: evil, form: Url}], unprobed: [x]}\nspec: {containers: [{name: app}]}",
                PodTemplateSpec.class);

        assertThat(Template.of(planted)).isEqualTo(Template.NONE);
    }
}
