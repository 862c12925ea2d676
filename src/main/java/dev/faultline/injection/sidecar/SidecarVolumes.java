package dev.faultline.injection.sidecar;

import dev.faultline.envoy.Bootstrap;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.sidecar.SidecarPlanner;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that the sidecar reads, none of which anybody else sees.
 *
 * <p>All are readable by everybody within the volume (0644). The kubelet narrows a token's mode to 0600 when the pod has
 * an fsGroup, which then owns it and the sidecar is a member of, or when all containers run as one user, which then is
 * the sidecar's. Source: kubelet, projected volumes.
 */
final class SidecarVolumes {
    private static final String TOKEN = "faultline-token";

    private static final String AUTHORITY = "faultline-authority";
    private static final String HOSTS = "faultline-hosts";
    private static final String TRUST = "faultline-trust";
    private static final String NO_API_TOKEN = "faultline-no-api-token";
    private static final List<String> NAMES = List.of(TOKEN, AUTHORITY, HOSTS, TRUST, NO_API_TOKEN);

    /** Where the CA of an external host lies, in a folder named as its ConfigMap. */
    private static final String TRUST_FOLDER = folder(SidecarPlanner.TRUST_FOLDER);

    private static final String CA_KEY = "ca.crt";
    private static final String ETC_HOSTS = "/etc/hosts";

    /** Source: ServiceAccount admission, which mounts a token wherever nothing else is mounted. */
    private static final String API_TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static final long TOKEN_SECONDS = 3600;
    private static final int READABLE = 0644;

    private SidecarVolumes() {}

    static boolean isOurs(@Nullable String name) {
        return name != null && NAMES.contains(name);
    }

    static List<Volume> volumes(Capture capture) {
        var volumes = new ArrayList<>(List.of(token(), authority(), hosts(), noApiToken()));
        var trusted = trusted(capture);
        if (!trusted.isEmpty()) {
            volumes.add(trust(trusted));
        }
        return List.copyOf(volumes);
    }

    static List<VolumeMount> mounts(Capture capture) {
        var mounts = new ArrayList<>(List.of(
                mount(TOKEN, folder(Bootstrap.TOKEN_FILE)).build(),
                mount(AUTHORITY, folder(Bootstrap.CA_FILE)).build(),
                mount(HOSTS, ETC_HOSTS).withSubPath(file(ETC_HOSTS)).build(),
                mount(NO_API_TOKEN, API_TOKEN_FOLDER).build()));
        if (!trusted(capture).isEmpty()) {
            mounts.add(mount(TRUST, TRUST_FOLDER).build());
        }
        return List.copyOf(mounts);
    }

    private static VolumeMountBuilder mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).withReadOnly(true);
    }

    private static Volume token() {
        return new VolumeBuilder()
                .withName(TOKEN)
                .withNewProjected()
                .withDefaultMode(READABLE)
                .addNewSource()
                .withNewServiceAccountToken(Sidecar.AUDIENCE, TOKEN_SECONDS, file(Bootstrap.TOKEN_FILE))
                .endSource()
                .endProjected()
                .build();
    }

    private static Volume authority() {
        return new VolumeBuilder()
                .withName(AUTHORITY)
                .withNewConfigMap()
                .withName(Sidecar.AUTHORITY)
                .withDefaultMode(READABLE)
                .withItems(new KeyToPath(CA_KEY, null, file(Bootstrap.CA_FILE)))
                .endConfigMap()
                .build();
    }

    private static Volume hosts() {
        return new VolumeBuilder()
                .withName(HOSTS)
                .withNewDownwardAPI()
                .withDefaultMode(READABLE)
                .addNewItem()
                .withPath(file(ETC_HOSTS))
                .withNewFieldRef("v1", "metadata.annotations['" + Sidecar.HOSTS + "']")
                .endItem()
                .endDownwardAPI()
                .build();
    }

    private static Volume noApiToken() {
        return new VolumeBuilder()
                .withName(NO_API_TOKEN)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    /** Optional: a ConfigMap that is missing costs its own dependency, not the pod. */
    private static Volume trust(List<String> configMaps) {
        return new VolumeBuilder()
                .withName(TRUST)
                .withNewProjected()
                .withDefaultMode(READABLE)
                .withSources(configMaps.stream().map(SidecarVolumes::trusted).toList())
                .endProjected()
                .build();
    }

    private static VolumeProjection trusted(String configMap) {
        return new VolumeProjectionBuilder()
                .withNewConfigMap()
                .withName(configMap)
                .withOptional(true)
                .withItems(new KeyToPath(CA_KEY, null, configMap + "/" + CA_KEY))
                .endConfigMap()
                .build();
    }

    private static List<String> trusted(Capture capture) {
        return capture.hosts().stream()
                .flatMap(host -> host.destination() instanceof Destination.External external
                        ? external.ca().stream()
                        : Optional.<String>empty().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String file(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
