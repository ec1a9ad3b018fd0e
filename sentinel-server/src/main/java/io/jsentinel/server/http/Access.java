package io.jsentinel.server.http;

import java.util.List;
import java.util.Optional;

/**
 * Who may change something: whoever is on this machine, whoever is trusted by address, and whoever shows the token.
 * Looking is open to all, as with Patroni.
 */
final class Access {

    private final Token token;
    private final List<AddressRange> trusted;
    private final Optional<String> gateway;

    /**
     * Rules of access.
     *
     * @param token what others show
     * @param trusted whose word is enough
     * @param gateway the address from which a node talks to its pods; absent outside of a pod
     */
    Access(Token token, List<AddressRange> trusted, Optional<String> gateway) {
        this.token = token;
        this.trusted = List.copyOf(trusted);
        this.gateway = gateway;
    }

    /**
     * Why a call must not be carried out.
     *
     * @param fromNode whether the node that this pod is on may ask for it, as for the hook before the end
     * @return nothing when it may
     */
    Optional<String> refusal(Call call, boolean fromNode) {
        Call.Caller caller = call.caller();
        if (caller.onThisMachine()
                || trusted.stream().anyMatch(range -> range.contains(caller.host()))
                || fromNode && gateway.filter(caller.host()::equals).isPresent()) {
            return Optional.empty();
        }
        if (caller.token().isEmpty()) {
            return Optional.of("from another machine /" + call.name() + " needs an Authorization: Bearer line");
        }
        return token.is(caller.token().get()) ? Optional.empty() : Optional.of("that is not the token");
    }
}
