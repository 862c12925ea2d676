package dev.faultline.injection.sidecar;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quantities as numbers. One that cannot be read counts as absent: the API server refuses it without us. */
final class Quantities {
    private Quantities() {}

    static Optional<BigDecimal> number(@Nullable Map<String, Quantity> quantities, String resource) {
        return quantities == null ? Optional.empty() : number(quantities.get(resource));
    }

    static Optional<BigDecimal> number(@Nullable Quantity quantity) {
        if (quantity == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(quantity.getNumericalAmount());
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
