package io.jsentinel.cli;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.server.StartCheck;
import io.jsentinel.server.store.ByteText;
import io.jsentinel.server.store.ConfigCheck;
import io.jsentinel.server.store.ConfigInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jsentinel check}: whether a daemon would start from a configuration, and what it would watch. */
@Command(
        name = "check",
        description = "Say what is wrong with a configuration, or what it would watch. Nothing is started or changed.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A sentinel.conf or YAML file, or - for standard input.")
    private String file;

    @Parameters(
            index = "1..*",
            paramLabel = "--NAME VALUE",
            description = "Directives of sentinel.conf that win over the file, as for the daemon")
    private List<String> overrides = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConfigCheck check;
        try {
            ConfigInput input = ConfigInput.read(file, System.in);
            check = ConfigCheck.of(input, Overrides.of(overrides).lines());
        } catch (ConfigException e) {
            check = ConfigCheck.failed(e);
        }
        PrintWriter err = spec.commandLine().getErr();
        check.errors().forEach(error -> err.println(ByteText.toUnicode(line(error))));
        boolean canStart = check.configuration().isPresent()
                && canStart(check.configuration().get(), err);
        err.flush();
        if (!canStart) {
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        print(check.configuration().get(), out);
        out.flush();
        return 0;
    }

    /** Whether what the configuration refers to (certificates, addresses) lets a daemon start; else the reason is told. */
    private boolean canStart(Configuration valid, PrintWriter err) {
        try {
            StartCheck.check(valid.server());
            return true;
        } catch (IOException e) {
            err.println(file + ": " + e.getMessage());
            return false;
        }
    }

    /** One error on one line, as compilers have it; one that belongs to no line of the configuration stands alone. */
    private static String line(ConfigException error) {
        if (error.file().startsWith(ConfLine.ENVIRONMENT)) {
            return error.file() + ": " + error.getMessage();
        }
        String place = error.file() + (error.line() > 0 ? ":" + error.line() : "");
        if (place.isEmpty()) {
            return error.getMessage();
        }
        String text = error.text().isEmpty() ? "" : "'" + error.text() + "': ";
        String hint =
                error.nearest().map(name -> " (did you mean '" + name + "'?)").orElse("");
        return place + ": " + text + error.getMessage() + hint;
    }

    private static void print(Configuration valid, PrintWriter out) {
        out.println("The configuration is valid. Port " + valid.server().port() + ", "
                + valid.sentinel().masters().size() + " monitored:");
        for (MasterConfig master : valid.sentinel().masters()) {
            MasterSettings settings = master.settings();
            out.println(ByteText.toUnicode(
                    "  " + master.name() + " " + master.address() + ", quorum " + settings.quorumText()
                            + ", down after " + settings.downAfterMillis() + " ms, failover timeout "
                            + settings.failoverTimeoutMillis() + " ms"));
        }
        valid.notices().forEach(notice -> out.println(ByteText.toUnicode("warning: " + notice)));
    }
}
