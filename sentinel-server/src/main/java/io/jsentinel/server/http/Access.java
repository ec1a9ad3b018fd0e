package io.jsentinel.server.http;

import java.util.List;
import java.util.Optional;

/**
 * Who may change something: whoever is on this machine, whoever is trusted by address, and whoever shows the token.
 * An address says nothing where a browser or a proxy sends a call for somebody else. Looking is open to all, as with
 * Patroni.
 */
final class Access {

    private final Token token;
    private final List<AddressRange> trusted;
    private final List<String> nodes;

    /**
     * Rules of access.
     *
     * @param token what others show
     * @param trusted whose word is enough
     * @param nodes the addresses from which the node talks to this pod; none outside of a pod
     */
    Access(Token token, List<AddressRange> trusted, List<String> nodes) {
        this.token = token;
        this.trusted = List.copyOf(trusted);
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Why a call must not be carried out.
     *
     * @param fromNode whether the node that this pod is on may ask for it, as for the hook before the end
     * @return nothing when it may
     */
    Optional<String> refusal(Call call, boolean fromNode) {
        Call.Caller caller = call.caller();
        boolean isKnown = caller.onThisMachine()
                || trusted.stream().anyMatch(range -> range.contains(caller.host()))
                || fromNode && nodes.contains(caller.host());
        if (isKnown && !caller.onBehalf()) {
            return Optional.empty();
        }
        if (caller.token().isEmpty()) {
            String from = isKnown ? "by a browser or a proxy" : "from another machine";
            return Optional.of(from + " /" + call.name() + " needs an Authorization: Bearer line");
        }
        return token.is(caller.token().get()) ? Optional.empty() : Optional.of("that is not the token");
    }
}
