package io.jsentinel.acl;

import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules that change a selector. Source: the documentation of ACL SETUSER. */
final class SelectorRules {

    private SelectorRules() {}

    /**
     * Applies one rule.
     *
     * @return why it cannot be applied; the selector is unchanged then
     */
    static Optional<RuleError> apply(Selector selector, String rule) {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> selector.allKeys(true);
            case "resetkeys" -> selector.allKeys(false);
            case "allchannels", "&*" -> selector.allChannels(true);
            case "resetchannels" -> selector.allChannels(false);
            case "allcommands", "+@all" -> selector.allCommands(true);
            case "nocommands", "-@all" -> selector.allCommands(false);
            default -> {
                return applyPrefixed(selector, rule);
            }
        }
        return Optional.empty();
    }

    private static Optional<RuleError> applyPrefixed(Selector selector, String rule) {
        return switch (rule.isEmpty() ? ' ' : rule.charAt(0)) {
            case '~', '%' -> keys(selector, rule);
            case '&' -> channels(selector, rule.substring(1));
            case '+', '-' -> commands(selector, rule);
            default -> Optional.of(RuleError.SYNTAX);
        };
    }

    private static Optional<RuleError> keys(Selector selector, String rule) {
        if (selector.hasAllKeys()) {
            return Optional.of(RuleError.KEYS_AFTER_ALL);
        }
        int access = Selector.READ | Selector.WRITE;
        int at = 1;
        if (rule.charAt(0) == '%') {
            access = 0;
            // A missing tilde ends the flags as well: %R is the empty pattern, as in Redis.
            for (; at < rule.length() && rule.charAt(at) != '~'; at++) {
                int bit = accessBit(rule.charAt(at));
                if (bit == 0 || (access & bit) != 0) {
                    return Optional.of(RuleError.SYNTAX);
                }
                access |= bit;
            }
            if (access == 0) {
                return Optional.of(RuleError.SYNTAX);
            }
            at = Math.min(at + 1, rule.length());
        }
        String pattern = rule.substring(at);
        if (hasBlank(pattern)) {
            return Optional.of(RuleError.SYNTAX);
        }
        selector.addKeys(pattern, access);
        return Optional.empty();
    }

    private static int accessBit(char letter) {
        return switch (letter) {
            case 'R', 'r' -> Selector.READ;
            case 'W', 'w' -> Selector.WRITE;
            default -> 0;
        };
    }

    private static Optional<RuleError> channels(Selector selector, String pattern) {
        if (selector.hasAllChannels()) {
            return Optional.of(RuleError.CHANNELS_AFTER_ALL);
        }
        if (hasBlank(pattern)) {
            return Optional.of(RuleError.SYNTAX);
        }
        selector.addChannels(pattern);
        return Optional.empty();
    }

    private static Optional<RuleError> commands(Selector selector, String rule) {
        boolean allowed = rule.charAt(0) == '+';
        String name = rule.substring(1).toLowerCase(Locale.ROOT);
        Catalogue catalogue = selector.catalogue();
        if (name.startsWith("@")) {
            BitSet members = catalogue.members(name.substring(1));
            if (members == null) {
                return Optional.of(RuleError.UNKNOWN_COMMAND);
            }
            selector.change(members, allowed, name);
            return Optional.empty();
        }
        OptionalInt number = catalogue.number(name);
        if (number.isPresent()) {
            selector.change(catalogue.family(number.getAsInt()), allowed, name);
            return Optional.empty();
        }
        return allowed ? firstArgument(selector, rule.substring(1)) : Optional.of(RuleError.UNKNOWN_COMMAND);
    }

    /** {@code command|word}, where the word is no subcommand. */
    private static Optional<RuleError> firstArgument(Selector selector, String rule) {
        int bar = rule.lastIndexOf('|');
        OptionalInt number =
                selector.catalogue().number(rule.substring(0, Math.max(bar, 0)).toLowerCase(Locale.ROOT));
        if (bar < 0 || number.isEmpty()) {
            return Optional.of(RuleError.UNKNOWN_COMMAND);
        }
        String word = rule.substring(bar + 1);
        if (word.isEmpty() || hasBlank(word)) {
            return Optional.of(RuleError.SYNTAX);
        }
        if (rule.indexOf('|') < bar) {
            return Optional.of(RuleError.FIRST_ARGUMENT_OF_SUBCOMMAND);
        }
        if (!selector.catalogue().command(number.getAsInt()).subcommands().isEmpty()) {
            return Optional.of(RuleError.UNKNOWN_COMMAND);
        }
        selector.allowFirstArgument(number.getAsInt(), word);
        return Optional.empty();
    }

    /** Whether a text could not stand in a line between blanks. */
    static boolean hasBlank(String text) {
        return text.chars().anyMatch(c -> c == ' ' || c >= '\t' && c <= '\r' || c == 0);
    }
}
