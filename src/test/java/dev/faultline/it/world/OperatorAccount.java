package dev.faultline.it.world;

/** The chart's ServiceAccount, so that the operator has the rights that it has in a cluster and no more. */
public final class OperatorAccount {
    public static final Account ACCOUNT = new Account(ApiServer.OPERATOR_NAMESPACE, "faultline");
    public static final String USER = ACCOUNT.user();

    private OperatorAccount() {}
}
