package io.jsentinel.step;

/**
 * In which form a node is told whom to follow. The full one is that of Redis; what a node does not know or does not
 * allow us is left out the next time.
 *
 * @param transaction whether all is done at once, or nothing
 * @param replicaOf whether the role is changed by REPLICAOF instead of SLAVEOF, which every version knows
 * @param rewrite whether the node writes its new role into its file
 * @param kill whether the node sends its clients away, so that they ask again where the master is
 */
public record OrderForm(boolean transaction, boolean replicaOf, boolean rewrite, boolean kill) {

    /** Everything, as Redis does it. */
    public static final OrderForm FULL = new OrderForm(true, false, true, true);

    /** The same as single commands. */
    public OrderForm withoutTransaction() {
        return new OrderForm(false, replicaOf, rewrite, kill);
    }

    /** The same with REPLICAOF. */
    public OrderForm withReplicaOf() {
        return new OrderForm(transaction, true, rewrite, kill);
    }

    /** The same without a part that is not needed for the change of role; any other part stays. */
    public OrderForm without(Request.Kind part) {
        return new OrderForm(
                transaction,
                replicaOf,
                rewrite && part != Request.Kind.CONFIG_REWRITE,
                kill && part != Request.Kind.CLIENT_KILL);
    }
}
