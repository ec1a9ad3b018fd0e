package io.jsentinel.acl;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All users by name. There always is the user {@value #DEFAULT}: who has not logged in is that one. */
public final class Users {

    /** The user of connections that did not log in as another one. */
    public static final String DEFAULT = "default";

    /** The most users. */
    static final int MAX = 10_000;

    private final Catalogue catalogue;
    private final boolean allChannelsByDefault;
    private final UserRules rules;
    private final TreeMap<String, User> byName = new TreeMap<>();
    private final Set<String> changed = new TreeSet<>();

    /**
     * The default user only, who needs no password and may do everything.
     *
     * @param catalogue the commands that rules may name
     * @param allChannelsByDefault whether new users may use all channels
     */
    public Users(Catalogue catalogue, boolean allChannelsByDefault) {
        this.catalogue = catalogue;
        this.allChannelsByDefault = allChannelsByDefault;
        this.rules = new UserRules(allChannelsByDefault);
        User first = new User(DEFAULT, new Selector(catalogue, true));
        first.own().allCommands(true);
        first.own().allKeys(true);
        first.forgetPasswords(true);
        first.enabled(true);
        byName.put(DEFAULT, first.sealed());
    }

    /** No user but the default one again, with the same settings: what a file is read into. */
    public Users fresh() {
        return new Users(catalogue, allChannelsByDefault);
    }

    /** The commands that rules may name. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** The user of that name. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The user of connections that did not log in as another one. */
    public User defaultUser() {
        return byName.get(DEFAULT);
    }

    /** All users, ordered by name. */
    public List<User> all() {
        return List.copyOf(byName.values());
    }

    /** Whether somebody may log in with that name and password. */
    public boolean accepts(String name, String password) {
        User user = byName.get(name);
        // An unknown name costs the same time as a known one with one password.
        return (user == null ? new User(name, new Selector(catalogue, false)) : user).accepts(password);
    }

    /**
     * Makes a user or changes one: all rules, or none of them when one is wrong.
     *
     * @param words the rules; a selector may be spread over several
     * @return what is wrong
     */
    public Optional<Refusal> set(String name, List<String> words) {
        User known = byName.get(name);
        return make(name, words, known == null ? blank(name) : known.copy());
    }

    /** Makes a user of the rules alone, whatever a user of that name was before; else the same as {@link #set}. */
    Optional<Refusal> define(String name, List<String> words) {
        return make(name, words, blank(name));
    }

    private User blank(String name) {
        return new User(name, new Selector(catalogue, allChannelsByDefault));
    }

    private Optional<Refusal> make(String name, List<String> words, User next) {
        if (SelectorRules.hasBlank(name)) {
            return Optional.of(new Refusal("", "Usernames can't contain spaces or null characters", Kind.NAME));
        }
        if (!byName.containsKey(name) && byName.size() >= MAX) {
            return Optional.of(new Refusal("", "More than " + MAX + " users", Kind.NAME));
        }
        UserRules.Merged merged = UserRules.merge(words);
        if (merged.unmatched().isPresent()) {
            String text = "Unmatched parenthesis in acl selector starting at '"
                    + merged.unmatched().get() + "'.";
            return Optional.of(new Refusal(merged.unmatched().get(), text, Kind.PARENTHESIS));
        }
        for (String rule : merged.rules()) {
            Optional<RuleError> error = rules.apply(next, rule);
            if (error.isPresent()) {
                Kind kind = error.get() == RuleError.SYNTAX ? Kind.SYNTAX : Kind.RULE;
                return Optional.of(new Refusal(rule, error.get().text(), kind));
            }
        }
        byName.put(name, next.sealed());
        changed.add(name);
        return Optional.empty();
    }

    /** What kind of mistake a refusal is about. */
    public enum Kind {
        /** The user's name, or the number of users. */
        NAME,
        /** A selector that is not closed. */
        PARENTHESIS,
        /** A word that is no rule. */
        SYNTAX,
        /** A rule that cannot be applied. */
        RULE
    }

    /**
     * Why a user was not changed.
     *
     * @param rule the wrong rule, which may hold a password; empty when none is
     * @param text a sentence for people, without a secret
     * @param kind what the mistake is about
     */
    public record Refusal(String rule, String text, Kind kind) {

        /** The rule as a log or a terminal may show it: a password is replaced by stars. */
        public String shownRule() {
            boolean secret = !rule.isEmpty() && "><#!".indexOf(rule.charAt(0)) >= 0;
            return secret ? rule.charAt(0) + "***" : rule;
        }

        /** Never shows a password. */
        @Override
        public String toString() {
            return "Refusal[" + shownRule() + ": " + text + "]";
        }
    }

    /** Removes a user, but not the default one. @return whether there was one */
    public boolean remove(String name) {
        boolean removed = !name.equals(DEFAULT) && byName.remove(name) != null;
        if (removed) {
            changed.add(name);
        }
        return removed;
    }

    /** Takes over all users of another registry, and forgets its own. */
    public void become(Users others) {
        byName.clear();
        byName.putAll(others.byName);
    }

    /** Says that everything so far stands in the file already. */
    public void loaded() {
        changed.clear();
    }

    /** The names of the users that were made, changed or removed since the start. */
    public Set<String> changed() {
        return Collections.unmodifiableSet(changed);
    }
}
