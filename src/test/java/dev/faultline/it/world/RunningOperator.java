package dev.faultline.it.world;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One leading operator for all tests of a class. */
public final class RunningOperator implements BeforeAllCallback, AfterAllCallback {
    private final String name;
    private OperatorProcess process;

    public RunningOperator(String name) {
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        process = OperatorProcess.leading(name);
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
        process = OperatorProcess.leading(name + "-again");
    }
}
