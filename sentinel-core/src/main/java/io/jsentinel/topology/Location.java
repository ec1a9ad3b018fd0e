package io.jsentinel.topology;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import java.util.Optional;

/**
 * Where an instance is: the host and port that we were told, and beside a host name the last good address. The address
 * of a name changes only when a new connection is to be made: one that stands is not touched by what a resolver says.
 */
public final class Location {

    private final HostNames names;
    private Endpoint told;
    private boolean named;
    private Optional<Endpoint> target;

    Location(HostNames names, Endpoint told) {
        this.names = names;
        this.told = told;
        this.named = HostName.isName(told.host());
        this.target = names.addressOf(told.host()).map(ip -> new Endpoint(ip, told.port()));
    }

    /** Host and port as we were told: the host is an address, or a name. */
    public Endpoint told() {
        return told;
    }

    /** Address and port to connect to; nothing for a name that was never resolved. */
    public Optional<Endpoint> target() {
        return target;
    }

    /**
     * What others are told: the name where names are announced, else the address. A name that was never resolved is
     * told as it is: nothing at all would tear events and lines of the file apart.
     */
    public Endpoint shown() {
        return names.areAnnounced() ? told : target.orElse(told);
    }

    /** What is saved: the name where names are followed, so that it is followed after a restart, too; else the address. */
    public Endpoint saved() {
        return named && names.areResolved() ? told : shown();
    }

    /** Whether we were told a name. */
    public boolean isNamed() {
        return named;
    }

    /** Whether that host and port are this place: the same port, and the same name or address. */
    public boolean isAt(Endpoint other) {
        if (other.port() != told.port()) {
            return false;
        }
        if (other.host().equalsIgnoreCase(told.host())
                || target.filter(other::equals).isPresent()) {
            return true;
        }
        return target.isPresent()
                && HostName.isName(other.host())
                && names.addressOf(other.host())
                        .filter(target.get().host()::equals)
                        .isPresent();
    }

    /** Whether both are one place. */
    public boolean isAt(Location other) {
        return other.told.port() == told.port()
                && (other.told.host().equalsIgnoreCase(told.host())
                        || target.isPresent() && target.equals(other.target));
    }

    /** Whether that host and port are certainly another place: a name that nobody can resolve now could be this one. */
    public boolean isElsewhere(Endpoint other) {
        return !isAt(other) && (other.port() != told.port() || names.knows(other.host()));
    }

    /** The same place under the name by which somebody calls it: from now on the name is followed. */
    public void nameFrom(Endpoint called) {
        if (!isNamed() && HostName.isName(called.host())) {
            told = called;
            named = true;
        }
    }

    /** The same place is called in another way, and is elsewhere than before. */
    public void movedTo(Endpoint called) {
        told = called;
        named = HostName.isName(called.host());
        target = names.addressOf(called.host()).map(ip -> new Endpoint(ip, called.port()));
    }

    /** Where names are known. */
    public HostNames names() {
        return names;
    }

    /** A connection to this place is to be made: its name is asked for, unless the last answer is no older than that. */
    public void wantToConnect(long goodMillis) {
        names.wantToConnect(told.host(), goodMillis);
    }

    /** Since when an answer for its name is awaited; nothing when it is not. */
    public Optional<Long> awaitedSinceMillis() {
        return names.awaitedSinceMillis(told.host());
    }

    /** Takes the address that its name has now; false when that is the present one, or none is known. */
    public boolean follow() {
        Optional<Endpoint> newest = names.newest(told.host(), target.map(Endpoint::host))
                .map(ip -> new Endpoint(ip, told.port()))
                .filter(to -> !target.filter(to::equals).isPresent());
        newest.ifPresent(to -> target = newest);
        return newest.isPresent();
    }

    @Override
    public String toString() {
        return told + target.filter(to -> isNamed()).map(to -> " (" + to + ")").orElse("");
    }
}
