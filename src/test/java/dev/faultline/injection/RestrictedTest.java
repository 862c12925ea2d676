package dev.faultline.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.injection.sidecar.Sidecar;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is added to a pod passes Pod Security restricted by itself, whatever the rest of the pod does. */
class RestrictedTest {
    /** Source: Pod Security Standards, baseline: safe sysctls. */
    private static final List<String> SAFE = List.of("net.ipv4.ip_unprivileged_port_start");

    static Stream<InjectionCase> injected() {
        return InjectionCase.all().filter(given -> given.decision().sidecar() instanceof SidecarChoice.Inject);
    }

    @ParameterizedTest
    @MethodSource("injected")
    void theContainerHasNoPrivilege(InjectionCase given) {
        var context = container(given.changed()).getSecurityContext();

        assertThat(context.getRunAsNonRoot()).isTrue();
        assertThat(context.getRunAsUser()).isPositive();
        assertThat(context.getPrivileged()).isFalse();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(context.getProcMount()).isNull();
        assertThat(context.getSeLinuxOptions()).isNull();
        assertThat(container(given.changed()).getPorts()).allMatch(port -> port.getHostPort() == null);
    }

    @ParameterizedTest
    @MethodSource("injected")
    void theVolumesAreOfAllowedKindsAndAllAreReadOnly(InjectionCase given) {
        var changed = given.changed();

        var added = changed.getSpec().getVolumes().stream()
                .filter(volume -> !given.pod().getSpec().getVolumes().contains(volume))
                .toList();

        assertThat(added).isNotEmpty().allMatch(RestrictedTest::isAllowed);
        assertThat(container(changed).getVolumeMounts()).allMatch(mount -> Boolean.TRUE.equals(mount.getReadOnly()));
        assertThat(container(changed).getVolumeMounts().stream().map(mount -> mount.getName()))
                .containsExactlyInAnyOrderElementsOf(
                        added.stream().map(Volume::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("injected")
    void noSysctlButASafeOneIsAdded(InjectionCase given) {
        var own = given.pod().getSpec().getSecurityContext();

        var added = Optional.ofNullable(given.changed().getSpec().getSecurityContext()).stream()
                .flatMap(context -> context.getSysctls().stream())
                .filter(sysctl -> own == null || !own.getSysctls().contains(sysctl))
                .map(Sysctl::getName);

        assertThat(added).isSubsetOf(SAFE);
    }

    private static boolean isAllowed(Volume volume) {
        return Stream.of(volume.getConfigMap(), volume.getDownwardAPI(), volume.getEmptyDir(), volume.getProjected())
                        .filter(Objects::nonNull)
                        .count()
                == 1;
    }

    private static Container container(Pod pod) {
        var first = pod.getSpec().getInitContainers().getFirst();
        assertThat(first.getName()).isEqualTo(Sidecar.CONTAINER);
        assertThat(first.getRestartPolicy()).isEqualTo("Always");
        return first;
    }
}
