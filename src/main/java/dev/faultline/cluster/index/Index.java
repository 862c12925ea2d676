package dev.faultline.cluster.index;

import java.util.function.Function;

/** Kept up to date with a cache, change by change. */
public interface Index<T> {
    /** The object is there now, in this state. */
    void put(T object);

    /** @param object its last state */
    void remove(T object);

    /** The same index, fed with what the view makes of each object. */
    default <S> Index<S> seenAs(Function<S, T> view) {
        return new Index<>() {
            @Override
            public void put(S object) {
                Index.this.put(view.apply(object));
            }

            @Override
            public void remove(S object) {
                Index.this.remove(view.apply(object));
            }
        };
    }
}
