package dev.faultline.it.world;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One leading operator for all tests of a class. */
public final class RunningOperator implements BeforeAllCallback, AfterAllCallback {
    private final String name;
    private final Map<String, String> settings;
    private OperatorProcess process;

    public RunningOperator(String name) {
        this(name, Map.of());
    }

    public RunningOperator(String name, Map<String, String> settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        process = leading(name);
    }

    private OperatorProcess leading(String identity) {
        var operator = OperatorProcess.launch(identity, settings);
        operator.awaitLeading();
        return operator;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (process != null) {
            process.close();
        }
    }

    public OperatorProcess process() {
        return process;
    }

    /** Ends the process as the kubelet would, and starts another in its place. */
    public void restart() {
        process.close();
        process = leading(name + "-again");
    }
}
