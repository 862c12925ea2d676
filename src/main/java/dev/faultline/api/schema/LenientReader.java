package dev.faultline.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one part of a resource that may have been stored under another schema: by another version, or with validation
 * off. A part that cannot be read, or that breaks a bound, must neither end the watch of all resources of its kind nor
 * surprise who reads it, so it becomes a value that says so.
 *
 * @param <T> the part, a record
 */
public class LenientReader<T extends Record> extends JsonDeserializer<T> {
    /** Characters of a wrong value that a message repeats. */
    private static final int LONGEST_SHOWN = 64;

    private final Class<T> type;
    private final Function<String, @Nullable T> unreadable;
    private final ObjectMapper plain;

    /** @param unreadable given the field's path within the part and what is wrong with it */
    protected LenientReader(Class<T> type, Function<String, @Nullable T> unreadable) {
        this.type = type;
        this.unreadable = unreadable;
        this.plain = new ObjectMapper().addMixIn(type, Plain.class);
    }

    /** Takes this reader off the type again, or it would call itself. */
    @JsonDeserialize(using = JsonDeserializer.None.class)
    private interface Plain {}

    @Override
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var tree = context.readTree(parser);
        try {
            var part = plain.treeToValue(tree, type);
            var fault = Conformity.fault(part);
            return fault.isPresent() ? unreadable.apply(fault.get()) : part;
        } catch (JsonProcessingException e) {
            return unreadable.apply(words(e));
        }
    }

    /** Written as null, which the schema would refuse. */
    @Override
    public @Nullable T getNullValue(DeserializationContext context) {
        return unreadable.apply(" is missing");
    }

    private static String words(JsonProcessingException problem) {
        return switch (problem) {
            case InvalidFormatException format
            when format.getTargetType().isEnum() ->
                path(format) + " is " + shown(format.getValue()) + ", which this version does not know; use one of "
                        + Stream.of(format.getTargetType().getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.joining(", "));
            case MismatchedInputException mismatch -> path(mismatch) + " must be " + words(mismatch.getTargetType());
            case JsonMappingException mapping -> path(mapping) + " cannot be read";
            default -> " cannot be read";
        };
    }

    private static String shown(Object value) {
        var text = String.valueOf(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static String words(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        return type == String.class ? "text" : type == Boolean.class ? "true or false" : "an object";
    }

    private static String path(JsonMappingException problem) {
        var path = new StringBuilder();
        for (var step : problem.getPath()) {
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return path.toString();
    }
}
