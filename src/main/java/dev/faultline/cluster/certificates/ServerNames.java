package dev.faultline.cluster.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * What a server is called by those who call it.
 *
 * @param names host names or IP addresses; never empty
 */
public record ServerNames(Set<String> names) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public ServerNames {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a server needs a name");
        }
        names = Set.copyOf(names);
    }

    /**
     * All names of a Service, and others for those who do not come through it.
     *
     * @param service its name and namespace with a dot between
     * @param domain the cluster's, such as cluster.local
     */
    public static ServerNames ofService(String service, String domain, Collection<String> others) {
        var names = new HashSet<>(others);
        names.add(service);
        names.add(service + ".svc");
        names.add(service + ".svc." + domain);
        return new ServerNames(names);
    }

    GeneralNames asExtension() {
        return new GeneralNames(sorted().stream().map(ServerNames::general).toArray(GeneralName[]::new));
    }

    List<String> sorted() {
        return List.copyOf(new TreeSet<>(names));
    }

    /** Whether a certificate is good for every one of the names. */
    boolean areCoveredBy(X509Certificate certificate) {
        try {
            return namesIn(certificate).containsAll(Set.of(asExtension().getNames()));
        } catch (CertificateParsingException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Set<GeneralName> namesIn(X509Certificate certificate) throws CertificateParsingException {
        var alternatives = certificate.getSubjectAlternativeNames();
        var found = new HashSet<GeneralName>();
        if (alternatives != null) {
            for (var each : alternatives) {
                if (each.get(1) instanceof String name) {
                    found.add(general(name));
                }
            }
        }
        return found;
    }

    /** An address compares by its bytes: Java writes IPv6 in another form than people do. */
    private static GeneralName general(String name) {
        return new GeneralName(ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
