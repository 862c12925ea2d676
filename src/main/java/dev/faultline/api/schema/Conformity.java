package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a part that was read keeps the bounds of its schema: what is required is there, and nothing is longer, larger
 * or emptier than allowed. The API server sees to it, but not for what was stored before a bound was, or with
 * validation off; and a name that is too long for status would keep the status from being written.
 */
public final class Conformity {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    /** Looked up once for each record. */
    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !component.isAnnotationPresent(NotInSchema.class))
                    .map(Part::of)
                    .toList();
        }
    };

    private Conformity() {}

    /** The first field that breaks a bound, as a path within the part, and what is wrong with it. */
    public static Optional<String> fault(Record part) {
        return ofRecord("", part);
    }

    private static Optional<String> ofRecord(String path, Record part) {
        return first(PARTS.get(part.getClass()).stream(), component -> component.fault(path, part));
    }

    private static Optional<String> fault(String path, @Nullable Object value, Bounds bounds, Bounds ofItems) {
        return switch (value) {
            case null -> bounds.required() ? Optional.of(path + " is missing") : Optional.empty();
            case String text -> bounds.faultOfSize(path, text.codePointCount(0, text.length()), "characters");
            case Number number -> bounds.faultOfNumber(path, number.longValue());
            case List<?> list ->
                bounds.faultOfSize(path, list.size(), "items")
                        .or(() -> first(
                                IntStream.range(0, list.size()).boxed(),
                                index -> fault(path + "[" + index + "]", list.get(index), ofItems, Bounds.NONE)));
            case Record part -> ofRecord(path, part);
            case LabelSelector selector -> ofSelector(path, selector);
            case Condition condition -> isWhole(condition) ? Optional.empty() : Optional.of(path + " is not whole");
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofSelector(String path, LabelSelector selector) {
        var labels = selector.getMatchLabels();
        var expressions = selector.getMatchExpressions();
        if (labels != null && labels.values().stream().anyMatch(Objects::isNull)) {
            return Optional.of(path + ".matchLabels has a label without a value");
        }
        return expressions == null || expressions.stream().allMatch(Conformity::isWhole)
                ? Optional.empty()
                : Optional.of(path + ".matchExpressions has an item without a key, or with an operator other than In, "
                        + "NotIn, Exists and DoesNotExist");
    }

    private static boolean isWhole(@Nullable LabelSelectorRequirement requirement) {
        return requirement != null
                && requirement.getKey() != null
                && requirement.getOperator() != null
                && OPERATORS.contains(requirement.getOperator());
    }

    private static boolean isWhole(Condition condition) {
        return Stream.of(condition.getType(), condition.getStatus(), condition.getReason(), condition.getMessage())
                        .noneMatch(Objects::isNull)
                && isTime(condition.getLastTransitionTime());
    }

    private static boolean isTime(@Nullable String text) {
        try {
            return text != null && Instant.parse(text).isAfter(Instant.EPOCH);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static <T> Optional<String> first(Stream<T> parts, Function<T, Optional<String>> fault) {
        return parts.map(fault).flatMap(Optional::stream).findFirst();
    }

    /** One component of a record with its bounds. */
    private record Part(RecordComponent component, Bounds bounds, Bounds ofItems) {
        static Part of(RecordComponent component) {
            // Within a package-private record the accessor is out of reach otherwise.
            component.getAccessor().setAccessible(true);
            var items = component.getAnnotatedType() instanceof AnnotatedParameterizedType list
                    ? Bounds.of(true, list.getAnnotatedActualTypeArguments()[0])
                    : Bounds.NONE;
            return new Part(
                    component,
                    Bounds.of(
                            component.getAccessor().isAnnotationPresent(Required.class),
                            component,
                            component.getAccessor()),
                    items);
        }

        Optional<String> fault(String path, Record owner) {
            try {
                var value = component.getAccessor().invoke(owner);
                return Conformity.fault(path + "." + component.getName(), value, bounds, ofItems);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * What the schema allows.
     *
     * @param shortest characters or items, at least
     * @param longest characters or items, at most
     */
    private record Bounds(boolean required, long shortest, long longest, double lowest, double highest) {
        static final Bounds NONE =
                new Bounds(false, 0, Long.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        static Bounds of(boolean required, AnnotatedElement... places) {
            var marks = Arrays.stream(places)
                    .flatMap(place -> Arrays.stream(place.getAnnotations()))
                    .flatMap(Bounds::withOwn)
                    .toList();
            var size = find(marks, Size.class);
            return new Bounds(
                    required,
                    size.map(Size::min).orElse(NONE.shortest()),
                    size.map(Size::max).orElse(NONE.longest()),
                    find(marks, Min.class).map(Min::value).orElse(NONE.lowest()),
                    find(marks, Max.class).map(Max::value).orElse(NONE.highest()));
        }

        /** A mark of this package bears the bounds that it stands for. */
        private static Stream<Annotation> withOwn(Annotation mark) {
            return mark.annotationType().getPackage().equals(Conformity.class.getPackage())
                    ? Arrays.stream(mark.annotationType().getAnnotations())
                    : Stream.of(mark);
        }

        private static <T extends Annotation> Optional<T> find(List<Annotation> marks, Class<T> type) {
            return marks.stream().filter(type::isInstance).map(type::cast).findFirst();
        }

        Optional<String> faultOfSize(String path, long size, String unit) {
            if (size > longest) {
                return Optional.of(path + " has " + size + " " + unit + "; use at most " + longest);
            }
            return size < shortest
                    ? Optional.of(path + " has " + size + " " + unit + "; use at least " + shortest)
                    : Optional.empty();
        }

        Optional<String> faultOfNumber(String path, long number) {
            if (number > highest) {
                return Optional.of(path + " is " + number + "; use at most " + (long) highest);
            }
            return number < lowest
                    ? Optional.of(path + " is " + number + "; use at least " + (long) lowest)
                    : Optional.empty();
        }
    }
}
