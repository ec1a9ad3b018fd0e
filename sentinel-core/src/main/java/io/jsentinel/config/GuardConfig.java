package io.jsentinel.config;

/**
 * What guards the data of all masters.
 *
 * @param reboot whether a master that comes back without its data is kept from its replicas, and replaced
 * @param foreign whether an instance that does not belong to a master is left alone
 */
public record GuardConfig(boolean reboot, boolean foreign) {

    /** What is taken when nothing is said. */
    public static final GuardConfig DEFAULT = new GuardConfig(true, true);

    /** The same, with a line {@code <name> yes|no}; another line changes nothing. */
    GuardConfig with(String name, boolean value) {
        return switch (name) {
            case "reboot-guard" -> new GuardConfig(value, foreign);
            case "foreign-guard" -> new GuardConfig(reboot, value);
            default -> this;
        };
    }
}
