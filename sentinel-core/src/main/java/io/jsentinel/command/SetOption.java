package io.jsentinel.command;

import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * One option of SENTINEL SET with its values.
 *
 * @param name as typed
 * @param values as typed: one, for {@code rename-command} two; fewer when the command ended
 */
record SetOption(String name, List<String> values) {

    /** The option that stops failovers; ours alone. */
    static final String PAUSED = "paused";

    private static final String RENAME_COMMAND = "rename-command";

    /** The option that begins at an index of the command's words. */
    static SetOption read(List<String> args, int at) {
        int wanted = args.get(at).equalsIgnoreCase(RENAME_COMMAND) ? 2 : 1;
        int end = Math.min(args.size(), at + 1 + wanted);
        return new SetOption(args.get(at), List.copyOf(args.subList(at + 1, end)));
    }

    /** How many words of the command it takes. */
    int words() {
        return 1 + values.size();
    }

    /** The words in the event {@code +set}; a password is never shown. */
    String shown() {
        return name.equalsIgnoreCase("auth-pass") ? name + " ******" : name + " " + String.join(" ", values);
    }

    /**
     * What came of an option: new settings or an error.
     *
     * @param settings the settings with the option applied
     * @param error what is wrong with it
     */
    record Result(Optional<MasterSettings> settings, Optional<Resp> error) {

        private static Result of(MasterSettings settings) {
            return new Result(Optional.of(settings), Optional.empty());
        }

        private static Result refused(String text) {
            return new Result(Optional.empty(), Optional.of(Resp.error(text)));
        }
    }

    /**
     * What may be said about scripts.
     *
     * @param denied whether their paths must not be changed
     * @param executable whether a script can be run, by its path as people give it
     */
    record ScriptRules(boolean denied, Predicate<String> executable) {}

    /** The settings with this option applied, or why that cannot be. */
    Result applyTo(MasterSettings now, ScriptRules scripts) {
        String option = name.toLowerCase(Locale.ROOT);
        int wanted = option.equals(RENAME_COMMAND) ? 2 : 1;
        if (values.size() < wanted) {
            return unknown();
        }
        String value = values.get(0);
        Optional<String> text = value.isEmpty() ? Optional.empty() : Optional.of(value);
        Credentials credentials = now.credentials();
        return switch (option) {
            case "quorum" ->
                value.equalsIgnoreCase(MasterSettings.AUTO)
                        ? Result.of(now.isQuorumAuto() ? now : now.withAutoQuorum(1))
                        : positive(now, option);
            case "down-after-milliseconds", "failover-timeout", "parallel-syncs" -> positive(now, option);
            case "master-reboot-down-after-period", "primary-reboot-down-after-period" ->
                period(now::withRebootDownAfterMillis);
            case "fast-down-milliseconds" -> period(now::withFastDownMillis);
            case "notification-script", "client-reconfig-script" ->
                scripts.denied() ? denied() : script(now, option, scripts);
            case "auth-pass" -> Result.of(now.withCredentials(credentials.withPassword(text)));
            case "auth-user" -> Result.of(now.withCredentials(credentials.withUser(text)));
            case RENAME_COMMAND -> rename(now);
            case PAUSED -> paused(now);
            default -> unknown();
        };
    }

    private Result positive(MasterSettings now, String option) {
        OptionalLong number = Decimal.parse(values.get(0));
        if (number.isEmpty() || number.getAsLong() <= 0) {
            return invalid(values.get(0));
        }
        long value = number.getAsLong();
        if (value > MasterSettings.MAX_MILLIS) {
            return invalid(values.get(0));
        }
        if (option.equals("down-after-milliseconds")) {
            return Result.of(now.withDownAfterMillis(value));
        }
        if (option.equals("failover-timeout")) {
            return Result.of(now.withFailoverTimeoutMillis(value));
        }
        if (value > Integer.MAX_VALUE) {
            return invalid(values.get(0));
        }
        int small = (int) value;
        return Result.of(option.equals("quorum") ? now.withQuorum(small) : now.withParallelSyncs(small));
    }

    private Result period(LongFunction<MasterSettings> with) {
        OptionalLong number = Decimal.parse(values.get(0));
        return number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > MasterSettings.MAX_MILLIS
                ? invalid(values.get(0))
                : Result.of(with.apply(number.getAsLong()));
    }

    private Result paused(MasterSettings now) {
        String value = values.get(0).toLowerCase(Locale.ROOT);
        return value.equals("yes") || value.equals("no")
                ? Result.of(now.withPaused(value.equals("yes")))
                : invalid(values.get(0));
    }

    private Result rename(MasterSettings now) {
        String from = values.get(0);
        String to = values.get(1);
        if (from.isEmpty() || to.isEmpty()) {
            return invalid(from.isEmpty() ? from : to);
        }
        Map<String, String> renamed = new LinkedHashMap<>(now.renamedCommands());
        renamed.remove(from.toUpperCase(Locale.ROOT));
        if (!from.equalsIgnoreCase(to)) {
            renamed.put(from.toUpperCase(Locale.ROOT), to);
        }
        return Result.of(now.withRenamedCommands(renamed));
    }

    private Result unknown() {
        return Result.refused("Unknown option or number of arguments for SENTINEL SET '" + name + "'");
    }

    private Result invalid(String value) {
        return Result.refused("Invalid argument '" + value + "' for SENTINEL SET '" + name + "'");
    }

    private Result script(MasterSettings now, String option, ScriptRules scripts) {
        boolean notification = option.equals("notification-script");
        Optional<String> path = Optional.of(values.get(0)).filter(given -> !given.isEmpty());
        if (path.isPresent() && !scripts.executable().test(path.get())) {
            return Result.refused((notification ? "Notification" : "Client reconfiguration")
                    + " script seems non existing or non executable");
        }
        return Result.of(notification ? now.withNotificationScript(path) : now.withClientReconfigScript(path));
    }

    private static Result denied() {
        return Result.refused("Reconfiguration of scripts path is denied for security reasons. Check the "
                + "deny-scripts-reconfig configuration directive in your Sentinel configuration");
    }
}
