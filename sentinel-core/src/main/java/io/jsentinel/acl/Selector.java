package io.jsentinel.acl;

import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Glob;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One set of permissions: which commands, with which channels and keys. A user has one of its own and may have further
 * ones; a request is allowed when any of them allows all of it. Changed only while it is built.
 */
final class Selector {

    /** The bit of a key pattern that may be read. */
    static final int READ = 1;

    /** The bit of a key pattern that may be written. */
    static final int WRITE = 2;

    private final Catalogue catalogue;
    private final BitSet commands = new BitSet();
    private final Map<Integer, Set<String>> firstArguments = new TreeMap<>();

    /** By the rule in lower case without its sign, the oldest first. */
    private final Map<String, String> commandRules = new LinkedHashMap<>();

    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final Set<String> channels = new LinkedHashSet<>();
    private boolean startsWithAll;
    private boolean allKeys;
    private boolean allChannels;

    /** Allows nothing, or all channels when that is the default of the server. */
    Selector(Catalogue catalogue, boolean allChannels) {
        this.catalogue = catalogue;
        this.allChannels = allChannels;
    }

    /** The same permissions, to be changed on their own. */
    Selector copy() {
        Selector copy = new Selector(catalogue, allChannels);
        copy.commands.or(commands);
        firstArguments.forEach((number, words) -> copy.allowedFirst(number).addAll(words));
        copy.commandRules.putAll(commandRules);
        copy.keys.putAll(keys);
        copy.channels.addAll(channels);
        copy.startsWithAll = startsWithAll;
        copy.allKeys = allKeys;
        return copy;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** Whether a command may be run at all. The words matter where only one first argument is allowed. */
    boolean allows(CommandSpec command, List<String> words) {
        OptionalInt number = catalogue.number(command.fullName());
        int bar = command.fullName().indexOf('|');
        if (number.isEmpty() && bar > 0) {
            // A subcommand that is not listed: there is no rule for it, so the right to its container counts.
            number = catalogue.number(command.fullName().substring(0, bar));
        }
        if (number.isEmpty()) {
            return false;
        }
        if (commands.get(number.getAsInt())) {
            return true;
        }
        Set<String> allowed = firstArguments.get(number.getAsInt());
        return allowed != null && words.size() > 1 && allowed.contains(words.get(1));
    }

    /**
     * Whether a channel may be used.
     *
     * @param name the channel, or the pattern that is subscribed to
     * @param literally whether it is such a pattern: then it must be among the allowed ones as it is written
     */
    boolean allowsChannel(String name, boolean literally) {
        if (allChannels) {
            return true;
        }
        return literally ? channels.contains(name) : channels.stream().anyMatch(pattern -> Glob.matches(pattern, name));
    }

    /** Whether every command with every channel is allowed, so that nobody needs to look closer. */
    boolean allowsEverything() {
        return allChannels && commands.cardinality() == catalogue.size();
    }

    /** How many patterns and first arguments it holds. */
    int parts() {
        return keys.size() + channels.size() + commandRules.size();
    }

    /** All commands from now on, also those that a later version will have; or none. */
    void allCommands(boolean allowed) {
        commands.clear();
        if (allowed) {
            commands.set(0, catalogue.size());
        }
        firstArguments.clear();
        commandRules.clear();
        startsWithAll = allowed;
    }

    /** Allows commands, or takes them away, by a rule without its sign. */
    void change(BitSet which, boolean allowed, String rule) {
        if (allowed) {
            commands.or(which);
        } else {
            commands.andNot(which);
        }
        which.stream().forEach(firstArguments::remove);
        // A newer rule makes an older one meaningless when it is about the same command or its container.
        commandRules.remove(rule);
        commandRules
                .keySet()
                .removeIf(known ->
                        known.length() > rule.length() && known.charAt(rule.length()) == '|' && known.startsWith(rule));
        commandRules.put(rule, (allowed ? "+" : "-") + rule);
    }

    /** Allows a command when its first argument is the given one. */
    void allowFirstArgument(int number, String word) {
        allowedFirst(number).add(word);
        String rule = catalogue.command(number).fullName() + "|" + word;
        String key = rule.toLowerCase(Locale.ROOT);
        commandRules.remove(key);
        commandRules.put(key, "+" + rule);
    }

    private Set<String> allowedFirst(int number) {
        return firstArguments.computeIfAbsent(number, unseen -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
    }

    boolean hasAllKeys() {
        return allKeys;
    }

    /** All keys, or none. */
    void allKeys(boolean allowed) {
        keys.clear();
        allKeys = allowed;
    }

    /** Allows the keys of a pattern to be read, written or both. */
    void addKeys(String pattern, int access) {
        keys.merge(pattern, access, (known, added) -> known | added);
    }

    boolean hasAllChannels() {
        return allChannels;
    }

    /** All channels, or none. */
    void allChannels(boolean allowed) {
        channels.clear();
        allChannels = allowed;
    }

    /** Allows the channels of a pattern. */
    void addChannels(String pattern) {
        channels.add(pattern);
    }

    /** The rules about commands: {@code -@all +ping}. */
    String commandText() {
        StringBuilder text = new StringBuilder(startsWithAll ? "+@all" : "-@all");
        commandRules.values().forEach(rule -> text.append(' ').append(rule));
        return text.toString();
    }

    /** The rules about keys, empty when there are none: {@code ~a %R~b}. */
    String keyText() {
        if (allKeys) {
            return "~*";
        }
        List<String> rules = new ArrayList<>();
        keys.forEach((pattern, access) -> rules.add(keyPrefix(pattern, access) + pattern));
        return String.join(" ", rules);
    }

    private String keyPrefix(String pattern, int access) {
        return switch (access) {
            case READ -> "%R~";
            case WRITE -> "%W~";
            // As "~*" it would say "all keys", beside which no other pattern may stand.
            default -> pattern.equals("*") && keys.size() > 1 ? "%RW~" : "~";
        };
    }

    /** The rules about channels, empty when there are none: {@code &a &b*}. */
    String channelText() {
        if (allChannels) {
            return "&*";
        }
        return String.join(" ", channels.stream().map(pattern -> "&" + pattern).toList());
    }

    /** All rules, which make the same permissions of a new selector. */
    String text() {
        String keyText = keyText();
        String channelText = allChannels ? "&*" : ("resetchannels " + channelText()).strip();
        return (keyText.isEmpty() ? "" : keyText + " ") + channelText + " " + commandText();
    }
}
