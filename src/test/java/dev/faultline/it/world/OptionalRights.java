package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Rights that the chart gives the operator only where a value asks for them, for all tests of a class. */
public final class OptionalRights implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private final String value;
    private final String template;
    private List<HasMetadata> objects = List.of();

    /**
     * @param value such as {@code findings.readConfigMaps=true}
     * @param template the file of the chart that has them then
     */
    public OptionalRights(String value, String template) {
        this.value = value;
        this.template = template;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        grant();
    }

    /** For one test, until closed. */
    public OptionalRights grant() {
        objects = Chart.template(ApiServer.ready(), ApiServer.OPERATOR_NAMESPACE, value, template);
        objects.forEach(ApiServer.ready()::apply);
        return this;
    }

    /** What the roles among them allow. */
    public Set<Right> rights() {
        return objects.stream()
                .filter(object -> object.getKind().endsWith("Role"))
                .flatMap(role -> Right.of(role).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        objects.forEach(object -> ApiServer.ready().client().resource(object).delete());
    }
}
