package io.jsentinel.acl;

import io.jsentinel.command.CommandSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A user: whether and how it may log in, and what it may do. Changed only by {@link UserRules}, on a copy. */
public final class User {

    /** The most passwords, patterns, command rules and selectors of one user together. */
    static final int MAX_PARTS = 10_000;

    /** What was said about the payload of RESTORE, a command that no sentinel has: kept and shown. */
    enum Payload {
        UNSAID,
        CHECKED,
        UNCHECKED
    }

    private final String name;
    private final Set<String> passwordHashes = new LinkedHashSet<>();
    private final List<Selector> further = new ArrayList<>();
    private Selector own;
    private boolean enabled;
    private boolean withoutPassword;
    private Payload payload = Payload.UNSAID;
    private boolean unlimited;

    User(String name, Selector own) {
        this.name = name;
        this.own = own;
    }

    /** The same user, to be changed on its own. */
    User copy() {
        User copy = new User(name, own.copy());
        copy.passwordHashes.addAll(passwordHashes);
        further.forEach(selector -> copy.further.add(selector.copy()));
        copy.enabled = enabled;
        copy.withoutPassword = withoutPassword;
        copy.payload = payload;
        return copy;
    }

    /** The name, one char per byte; may be empty, and has no blanks. */
    public String name() {
        return name;
    }

    /** Whether it may log in. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Whether every password is right. */
    public boolean needsNoPassword() {
        return withoutPassword;
    }

    /** The hashes of its passwords, in the order in which they were added. */
    public List<String> passwordHashes() {
        return List.copyOf(passwordHashes);
    }

    /** Whether it may log in with a password; takes the same time whichever of its passwords that is. */
    boolean accepts(String password) {
        String hash = PasswordHash.of(password);
        boolean right = withoutPassword;
        for (String known : passwordHashes) {
            right |= PasswordHash.same(known, hash);
        }
        return right && enabled;
    }

    /**
     * Why a request is denied; nothing when it is allowed.
     *
     * @param command what the request asks for
     * @param words the request
     */
    public Optional<Denial> denial(CommandSpec command, List<String> words) {
        if (unlimited || command.needsNoAuthentication()) {
            return Optional.empty();
        }
        Optional<Denial> denial = RequestCheck.denial(own, command, words);
        for (int i = 0; i < further.size() && denial.isPresent(); i++) {
            Optional<Denial> other = RequestCheck.denial(further.get(i), command, words);
            denial = other.isEmpty() || other.get().position() >= denial.get().position() ? other : denial;
        }
        return denial;
    }

    /** Whether a subscription to a channel, or to a pattern of channels, is allowed by any selector. */
    public boolean mayListen(boolean pattern, String channel) {
        return own.allowsChannel(channel, pattern)
                || further.stream().anyMatch(selector -> selector.allowsChannel(channel, pattern));
    }

    /** Notes for quick answers what does not change any more. */
    User sealed() {
        unlimited = own.allowsEverything();
        return this;
    }

    Selector own() {
        return own;
    }

    List<Selector> further() {
        return List.copyOf(further);
    }

    Payload payload() {
        return payload;
    }

    void own(Selector selector) {
        own = selector;
    }

    void addSelector(Selector selector) {
        further.add(selector);
    }

    void clearSelectors() {
        further.clear();
    }

    void enabled(boolean on) {
        enabled = on;
    }

    void payload(Payload said) {
        payload = said;
    }

    /** No password is needed any more, and none is known. */
    void forgetPasswords(boolean everyPasswordIsRight) {
        passwordHashes.clear();
        withoutPassword = everyPasswordIsRight;
    }

    void addPassword(String hash) {
        passwordHashes.add(hash);
        withoutPassword = false;
    }

    /** Whether it was known. */
    boolean removePassword(String hash) {
        return passwordHashes.remove(hash);
    }

    /** How many passwords, patterns, rules and selectors it has. */
    int parts() {
        int sum = passwordHashes.size() + own.parts();
        for (Selector selector : further) {
            sum += 1 + selector.parts();
        }
        return sum;
    }

    /** Its name only: hashes of passwords are nobody's business. */
    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
