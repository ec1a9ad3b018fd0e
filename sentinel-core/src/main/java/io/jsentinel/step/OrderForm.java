package io.jsentinel.step;

/**
 * In which form a node is told whom to follow. The full one is that of Redis; what a node does not know or does not
 * allow us is left out the next time.
 *
 * @param transaction whether all is done at once, or nothing
 * @param replicaOf whether the role is changed by REPLICAOF instead of SLAVEOF, which every version knows
 * @param rewrite whether the node writes its new role into its file
 * @param kill whether the node sends its clients away, so that they ask again where the master is
 * @param cut whether the node sends its replicas away, too
 */
public record OrderForm(boolean transaction, boolean replicaOf, boolean rewrite, boolean kill, boolean cut) {

    /** Everything, as Redis does it. */
    public static final OrderForm FULL = new OrderForm(true, false, true, true, false);

    /** For a node that must not be what it is for now: nothing goes to its file, and nobody copies its data. */
    public static final OrderForm APART = new OrderForm(true, false, false, true, true);

    /** Nothing but the role. */
    public static final OrderForm ROLE_ONLY = new OrderForm(false, false, false, false, false);

    /** The same as single commands. */
    public OrderForm withoutTransaction() {
        return new OrderForm(false, replicaOf, rewrite, kill, cut);
    }

    /** The same with REPLICAOF. */
    public OrderForm withReplicaOf() {
        return new OrderForm(transaction, true, rewrite, kill, cut);
    }

    /** The same without a part that is not needed for the change of role; any other part stays. */
    public OrderForm without(Request.Kind part) {
        return new OrderForm(
                transaction,
                replicaOf,
                rewrite && part != Request.Kind.CONFIG_REWRITE,
                kill && part != Request.Kind.CLIENT_KILL,
                cut && part != Request.Kind.REPLICA_KILL);
    }
}
