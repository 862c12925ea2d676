package dev.faultline.probe.pod;

import java.util.Optional;

/** What a pod says of one of its entries, the worst last. */
public enum EntryState {
    Up("UP"),
    OutOfService("OUT_OF_SERVICE"),
    Down("DOWN");

    private final String word;

    EntryState(String word) {
        this.word = word;
    }

    /** As the pod writes it. */
    public String word() {
        return word;
    }

    public boolean isBad() {
        return this != Up;
    }

    /**
     * Empty where the word says nothing for or against. Source: MicroProfile Health 4.0, appendix A (UP, DOWN); Spring Boot
     * Actuator, org.springframework.boot.actuate.health.Status (also OUT_OF_SERVICE, and UNKNOWN, which is served as 200).
     */
    static Optional<EntryState> of(String word) {
        return switch (word) {
            case "UP" -> Optional.of(Up);
            case "DOWN" -> Optional.of(Down);
            case "OUT_OF_SERVICE" -> Optional.of(OutOfService);
            default -> Optional.empty();
        };
    }
}
