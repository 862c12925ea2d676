package dev.faultline.envoy.newer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

/** A field of a message that is newer than the generated classes. An Envoy that does not know it either passes it over. */
public final class NewerField {
    private NewerField() {}

    /**
     * @param number of the field in its message
     * @param value of a string, or of a message as it is sent
     */
    public static UnknownFieldSet of(int number, ByteString value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(value)
                                .build())
                .build();
    }

    public static UnknownFieldSet of(int number, String text) {
        return of(number, ByteString.copyFromUtf8(text));
    }
}
