package io.jsentinel.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules that change a user. Source: the documentation of ACL SETUSER. */
final class UserRules {

    private final boolean allChannelsByDefault;

    /** @param allChannelsByDefault whether new users and selectors may use all channels */
    UserRules(boolean allChannelsByDefault) {
        this.allChannelsByDefault = allChannelsByDefault;
    }

    /**
     * Puts the words of selectors together: {@code (~a} and {@code +ping)} are one rule.
     *
     * @return the rules, or the word that opens a selector that is never closed
     */
    static Merged merge(List<String> words) {
        List<String> rules = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String word : words) {
            if (open.isEmpty() && !(word.startsWith("(") && !word.endsWith(")"))) {
                rules.add(word);
                continue;
            }
            open.add(word);
            if (word.endsWith(")")) {
                rules.add(String.join(" ", open));
                open.clear();
            }
        }
        Optional<String> unmatched = open.stream().findFirst().map(word -> word.split(" ", 2)[0]);
        return new Merged(rules, unmatched);
    }

    /** Rules, and where a selector begins that does not end. */
    record Merged(List<String> rules, Optional<String> unmatched) {}

    /**
     * Applies one rule.
     *
     * @return why it cannot be applied; the user may be changed in part then
     */
    Optional<RuleError> apply(User user, String rule) {
        Optional<RuleError> error =
                applyWord(user, rule) ? Optional.empty() : applyPrefixed(user, rule.isEmpty() ? " " : rule);
        return error.isEmpty() && user.parts() > User.MAX_PARTS ? Optional.of(RuleError.TOO_MANY) : error;
    }

    /** Whether the rule is a word of its own, and then it is applied. */
    private boolean applyWord(User user, String rule) {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "on" -> user.enabled(true);
            case "off" -> user.enabled(false);
            case "nopass" -> user.forgetPasswords(true);
            case "resetpass" -> user.forgetPasswords(false);
            case "sanitize-payload" -> user.payload(User.Payload.CHECKED);
            case "skip-sanitize-payload" -> user.payload(User.Payload.UNCHECKED);
            case "clearselectors" -> user.clearSelectors();
            case "reset" -> reset(user);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void reset(User user) {
        user.enabled(false);
        user.forgetPasswords(false);
        user.payload(User.Payload.CHECKED);
        user.clearSelectors();
        user.own(new Selector(user.own().catalogue(), allChannelsByDefault));
    }

    private Optional<RuleError> applyPrefixed(User user, String rule) {
        String rest = rule.substring(1);
        switch (rule.charAt(0)) {
            case '>' -> user.addPassword(PasswordHash.of(rest));
            case '<' -> {
                return removePassword(user, PasswordHash.of(rest));
            }
            case '#' -> {
                if (!PasswordHash.isOne(rest)) {
                    return Optional.of(RuleError.BAD_HASH);
                }
                user.addPassword(rest);
            }
            case '!' -> {
                return PasswordHash.isOne(rest) ? removePassword(user, rest) : Optional.of(RuleError.BAD_HASH);
            }
            case '(' -> {
                return addSelector(user, rule);
            }
            default -> {
                return SelectorRules.apply(user.own(), rule);
            }
        }
        return Optional.empty();
    }

    private static Optional<RuleError> removePassword(User user, String hash) {
        return user.removePassword(hash) ? Optional.empty() : Optional.of(RuleError.NO_SUCH_PASSWORD);
    }

    private Optional<RuleError> addSelector(User user, String rule) {
        if (!rule.endsWith(")")) {
            return Optional.of(RuleError.SYNTAX);
        }
        Selector selector = new Selector(user.own().catalogue(), allChannelsByDefault);
        for (String inner : rule.substring(1, rule.length() - 1).split(" ", -1)) {
            // Written down, a pattern such as "~a)" would end the selector.
            Optional<RuleError> error = inner.endsWith(")")
                    ? Optional.of(RuleError.SYNTAX)
                    : inner.isEmpty() ? Optional.empty() : SelectorRules.apply(selector, inner);
            if (error.isPresent()) {
                return error;
            }
            if (selector.parts() > User.MAX_PARTS) {
                return Optional.of(RuleError.TOO_MANY);
            }
        }
        user.addSelector(selector);
        return Optional.empty();
    }
}
