package dev.faultline.probe.trust;

/** A user and what proves that it is the one. */
public record User(String name, String password) {
    /** Without the password, wherever it may be written to. */
    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
