package io.jsentinel.server.net;

/** What the listener and the sessions have counted since the start. Used by the event loop only. */
final class Traffic {

    long connections;
    long rejected;
    long commands;
    long errors;
    long deniedLogins;
    long deniedCommands;
    long deniedChannels;
    long bytesIn;
    long bytesOut;
    long reads;
    long writes;

    private long lastCommands;
    private long lastBytesIn;
    private long lastBytesOut;
    private long commandsPerSecond;
    private double kbpsIn;
    private double kbpsOut;

    /** Looks at the counters once more; the rates are those between the last two looks. */
    void sample(double seconds) {
        commandsPerSecond = Math.round((commands - lastCommands) / seconds);
        kbpsIn = (bytesIn - lastBytesIn) / seconds / 1024;
        kbpsOut = (bytesOut - lastBytesOut) / seconds / 1024;
        lastCommands = commands;
        lastBytesIn = bytesIn;
        lastBytesOut = bytesOut;
    }

    long commandsPerSecond() {
        return commandsPerSecond;
    }

    double kbpsIn() {
        return kbpsIn;
    }

    double kbpsOut() {
        return kbpsOut;
    }
}
