package dev.faultline.argo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.DebugLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * What a script finds when Argo CD runs it without open libraries: the base functions less those that read files,
 * tables, and of the operating system only the time. Source: argo-cd util/lua lua.go and oslib_safe.go.
 */
final class LuaSandbox {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final List<String> TAKEN_AWAY = List.of("package", "require", "dofile", "loadfile", "debug");

    private LuaSandbox() {}

    /** @throws LuaError for whatever is wrong with the script, its time too */
    static LuaValue run(String script, Map<String, ?> object) {
        var globals = new Globals();
        globals.load(new BaseLib());
        globals.load(new PackageLib());
        globals.load(new TableLib());
        globals.load(new Deadline(Instant.now().plus(LIMIT)));
        TAKEN_AWAY.forEach(name -> globals.set(name, LuaValue.NIL));
        globals.set("os", safeOs());
        globals.set("obj", value(object));
        LoadState.install(globals);
        LuaC.install(globals);
        return globals.load(script, "health.lua").call();
    }

    private static LuaTable safeOs() {
        var os = new LuaTable();
        os.set("time", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return LuaValue.valueOf(Instant.now().getEpochSecond());
            }
        });
        return os;
    }

    /** Ends a script that takes too long. */
    private static final class Deadline extends DebugLib {
        private final Instant end;

        Deadline(Instant end) {
            this.end = end;
        }

        @Override
        public void onInstruction(int counter, Varargs values, int top) {
            if (Instant.now().isAfter(end)) {
                throw new LuaError("the script takes longer than " + LIMIT.toSeconds() + " s");
            }
            super.onInstruction(counter, values, top);
        }
    }

    private static LuaValue value(Object plain) {
        return switch (plain) {
            case Map<?, ?> map -> {
                var table = new LuaTable();
                map.forEach((key, item) -> {
                    if (item != null) {
                        table.set(String.valueOf(key), value(item));
                    }
                });
                yield table;
            }
            case List<?> list -> {
                var table = new LuaTable();
                list.forEach(item -> table.set(table.length() + 1, value(item)));
                yield table;
            }
            case Boolean truth -> LuaValue.valueOf(truth);
            case Number number -> LuaValue.valueOf(number.doubleValue());
            case Object text -> LuaValue.valueOf(text.toString());
        };
    }
}
