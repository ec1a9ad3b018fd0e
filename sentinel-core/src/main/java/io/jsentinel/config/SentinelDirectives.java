package io.jsentinel.config;

import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code sentinel ...} lines, queued while the file is read and carried out afterwards in three passes (our own
 * settings, the masters, what belongs to a master), so that their order in the file does not matter.
 */
final class SentinelDirectives {

    /** What Redis says for an unknown statement and for a wrong number of words. */
    static final String UNRECOGNIZED = "Unrecognized sentinel configuration statement.";

    private record Queued(ConfLine line, List<String> words) {}

    private final List<Queued> queue = new ArrayList<>();
    private final Map<String, MasterDraft> masters = new LinkedHashMap<>();
    private final MasterDirectives masterDirectives;
    private Optional<RunId> myId = Optional.empty();
    private long currentEpoch;
    private Optional<String> announceIp = Optional.empty();
    private int announcePort;
    private Credentials peerCredentials = Credentials.NONE;
    private boolean denyScriptsReconfig = true;
    private boolean resolveHostnames;
    private boolean announceHostnames;

    SentinelDirectives(Disk disk) {
        this.masterDirectives = new MasterDirectives(disk);
    }

    /** Takes a line for later; {@code words} begins with {@code sentinel}. A line of that word alone says nothing. */
    void queue(ConfLine line, List<String> words) {
        if (words.size() > 1) {
            queue.add(new Queued(line, words.subList(1, words.size())));
        }
    }

    /**
     * Carries out the queued lines.
     *
     * @param dir the folder that relative script paths start from
     * @param sidecar whose set of pods has a master that no line needs to name
     * @throws ConfigException for the first wrong line, in the order of the passes
     */
    SentinelConfig toConfig(String dir, SidecarConfig sidecar) throws ConfigException {
        for (SentinelForm.Pass pass : SentinelForm.Pass.values()) {
            prepare(pass, sidecar);
            for (Queued queued : queue) {
                Optional<SentinelForm> form = SentinelForm.named(queued.words().get(0));
                if (form.map(SentinelForm::pass).orElse(SentinelForm.Pass.OF_A_MASTER) == pass) {
                    checkForm(queued, form);
                    apply(form.orElseThrow(), queued, dir);
                }
            }
        }
        List<MasterConfig> found =
                masters.values().stream().map(MasterDraft::toConfig).toList();
        return new SentinelConfig(
                myId,
                currentEpoch,
                announceIp,
                announcePort,
                peerCredentials,
                denyScriptsReconfig,
                resolveHostnames,
                announceHostnames,
                found);
    }

    private void prepare(SentinelForm.Pass pass, SidecarConfig sidecar) {
        if (pass == SentinelForm.Pass.MASTERS && sidecar.usesNames()) {
            // Pods that call each other by name need names, whatever lines say.
            resolveHostnames = true;
            announceHostnames = true;
            masterDirectives.takeNames(true);
            announceIp = announceIp.or(
                    () -> Optional.of(sidecar.pod().stableName(sidecar.pod().name())));
        }
        if (pass == SentinelForm.Pass.OF_A_MASTER && sidecar.isOn()) {
            // The set's master is not known yet: what lines say about it is kept under the address of nobody.
            String name = sidecar.local().masterName();
            MasterSettings settings = MasterSettings.defaults(1).withAutoQuorum(sidecar.usualVoters());
            masters.putIfAbsent(name, new MasterDraft(name, sidecar.local().redis(), settings));
            masters.get(name).expectVoters(sidecar.usualVoters());
        }
    }

    private static void checkForm(Queued queued, Optional<SentinelForm> form) throws ConfigException {
        if (form.isEmpty()) {
            throw queued.line().error(UNRECOGNIZED, Nearest.to(queued.words().get(0), SentinelForm.NAMES));
        }
        if (!form.get().takes(queued.words().size())) {
            throw queued.line().error(UNRECOGNIZED);
        }
    }

    private void apply(SentinelForm form, Queued queued, String dir) throws ConfigException {
        ConfLine line = queued.line();
        List<String> words = queued.words();
        switch (form.pass()) {
            case OURSELVES -> applyOwn(line, words.get(0).toLowerCase(Locale.ROOT), words.get(1));
            case MASTERS -> monitor(line, words);
            case OF_A_MASTER -> {
                MasterDraft master = masters.get(words.get(1));
                if (master == null && form.isComment()) {
                    // Another program removed the master and left our comment.
                    return;
                }
                if (master == null) {
                    throw line.error("No such master with specified name.", Nearest.to(words.get(1), masters.keySet()));
                }
                long epoch = masterDirectives.apply(new MasterDirectives.Line(line, form, words), master, dir);
                currentEpoch = Math.max(currentEpoch, epoch);
            }
        }
    }

    private void applyOwn(ConfLine line, String name, String value) throws ConfigException {
        Optional<String> text = Optional.of(value).filter(given -> !given.isEmpty());
        switch (name) {
            case "myid" -> myId = Optional.of(ownId(line, value));
            case "current-epoch" -> currentEpoch = Math.max(currentEpoch, MasterDirectives.epoch(line, value));
            case "announce-ip" -> announceIp = text;
            case "announce-port" -> announcePort = MasterDirectives.saturated(value);
            case "sentinel-user" -> peerCredentials = peerCredentials.withUser(text);
            case "sentinel-pass" -> peerCredentials = peerCredentials.withPassword(text);
            case "deny-scripts-reconfig" -> denyScriptsReconfig = yesOrNo(line, value, name + " options");
            case "announce-hostnames" -> announceHostnames = yesOrNo(line, value, name + " option");
            default -> {
                resolveHostnames = yesOrNo(line, value, name + " option");
                masterDirectives.takeNames(resolveHostnames);
            }
        }
    }

    private void monitor(ConfLine line, List<String> words) throws ConfigException {
        boolean auto = words.get(4).equalsIgnoreCase(MasterSettings.AUTO);
        int quorum = auto ? 1 : MasterDirectives.saturated(words.get(4));
        if (quorum <= 0) {
            throw line.error("Quorum must be 1 or greater.");
        }
        MasterSettings settings = MasterSettings.defaults(quorum);
        MasterDraft draft = new MasterDraft(
                words.get(1),
                masterDirectives.endpoint(line, words.get(2), words.get(3)),
                auto ? settings.withAutoQuorum(1) : settings);
        if (masters.putIfAbsent(words.get(1), draft) != null) {
            throw line.error("Duplicate master name.");
        }
    }

    private static RunId ownId(ConfLine line, String value) throws ConfigException {
        if (value.length() != RunId.LENGTH || !RunId.isValid(value)) {
            throw line.error("Malformed Sentinel id in myid option.");
        }
        return new RunId(value);
    }

    private static boolean yesOrNo(ConfLine line, String value, String what) throws ConfigException {
        if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
            throw line.error("Please specify yes or no for the " + what + ".");
        }
        return value.equalsIgnoreCase("yes");
    }
}
