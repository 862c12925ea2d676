package dev.faultline.probe.trust;

/** What the cluster keeps for probes: asked at each try, and answered at once from what is known. */
public interface Keyring {
    /** Of an operator that reads neither Secrets nor ConfigMaps for probes. */
    Keyring NONE = new Keyring() {
        @Override
        public Kept<String> fromSecret(String namespace, Authority.InSecret ref) {
            return new Kept.Missing<>("the operator reads no Secrets for probes");
        }

        @Override
        public Kept<String> fromConfigMap(String namespace, Authority.InConfigMap ref) {
            return new Kept.Missing<>("the operator reads no ConfigMaps for probes");
        }

        @Override
        public Kept<User> user(String namespace, Login.InSecret ref) {
            return new Kept.Missing<>("the operator reads no Secrets for probes");
        }
    };

    /** @return certificates in PEM, as they are kept */
    Kept<String> fromSecret(String namespace, Authority.InSecret ref);

    /** @return certificates in PEM, as they are kept */
    Kept<String> fromConfigMap(String namespace, Authority.InConfigMap ref);

    Kept<User> user(String namespace, Login.InSecret ref);
}
