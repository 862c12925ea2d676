package dev.faultline.policy.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorMatchTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front");

    @Test
    void anAbsentSelectorSelectsNothingAndAnEmptyOneAll() {
        assertThat(SelectorMatch.matches(null, LABELS)).isFalse();
        assertThat(SelectorMatch.matches(new LabelSelector(), LABELS)).isTrue();
        assertThat(SelectorMatch.matches(new LabelSelector(), Map.of())).isTrue();
    }

    @Test
    void everyLabelMustMatch() {
        assertThat(matches(new LabelSelectorBuilder().addToMatchLabels("app", "web")))
                .isTrue();
        assertThat(matches(new LabelSelectorBuilder()
                        .addToMatchLabels("app", "web")
                        .addToMatchLabels("tier", "back")))
                .isFalse();
    }

    @Test
    void expressionsFollowTheApiServer() {
        assertThat(expression("app", "In", "web", "api")).isTrue();
        assertThat(expression("app", "In", "api")).isFalse();
        assertThat(expression("absent", "In", "x")).isFalse();
        assertThat(expression("app", "NotIn", "api")).isTrue();
        assertThat(expression("app", "NotIn", "web")).isFalse();
        assertThat(expression("absent", "NotIn", "x")).isTrue();
        assertThat(expression("app", "Exists")).isTrue();
        assertThat(expression("absent", "Exists")).isFalse();
        assertThat(expression("app", "DoesNotExist")).isFalse();
        assertThat(expression("absent", "DoesNotExist")).isTrue();
        assertThat(expression("app", "Sounds", "web")).isFalse();
    }

    private static boolean expression(String key, String operator, String... values) {
        return matches(new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression());
    }

    private static boolean matches(LabelSelectorBuilder selector) {
        return SelectorMatch.matches(selector.build(), LABELS);
    }
}
