package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;

/** SENTINEL HELP: the subcommands of this version. */
final class SentinelHelp {

    private static final String[] LINES = {
        "SENTINEL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CKQUORUM <master-name>",
        "    Tell whether enough sentinels can be reached for a quorum and for a majority.",
        "FAILOVER <master-name>",
        "    Fail over now, without asking the other sentinels.",
        "FLUSHCONFIG",
        "    Write the configuration and the state to disk.",
        "GET-MASTER-ADDR-BY-NAME <master-name>",
        "    Return the address and the port of the master.",
        "IS-MASTER-DOWN-BY-ADDR <ip> <port> <current-epoch> <runid>",
        "    Tell whether this sentinel sees the master down, and whom it votes for.",
        "MASTER <master-name>",
        "    Show the state of one master.",
        "MASTERS",
        "    Show the state of all masters.",
        "MONITOR <name> <ip> <port> <quorum>",
        "    Watch another master.",
        "MYID",
        "    Return the identity of this sentinel.",
        "REMOVE <master-name>",
        "    Stop watching a master.",
        "REPLICAS <master-name>",
        "    Show the replicas of a master.",
        "RESET <pattern>",
        "    Forget replicas, sentinels and failovers of the masters that match.",
        "SENTINELS <master-name>",
        "    Show the other sentinels of a master.",
        "SET <master-name> <option> <value> [<option> <value> ...]",
        "    Change how a master is watched.",
        "HELP",
        "    Print this help."
    };

    private SentinelHelp() {}

    static Resp reply() {
        List<Resp> lines = new ArrayList<>(LINES.length);
        for (String line : LINES) {
            lines.add(new Resp.Simple(line));
        }
        return new Resp.Array(lines);
    }
}
