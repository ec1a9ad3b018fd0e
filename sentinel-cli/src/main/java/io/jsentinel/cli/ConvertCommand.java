package io.jsentinel.cli;

import io.jsentinel.config.ConfigException;
import io.jsentinel.server.store.ConfigErrorText;
import io.jsentinel.server.store.ConfigInput;
import io.jsentinel.server.store.Conversion;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jsentinel convert}: a configuration in the other form. */
@Command(
        name = "convert",
        description = "Turn a sentinel.conf into YAML, or YAML into a sentinel.conf, with the same meaning.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConvertCommand implements Callable<Integer> {

    enum Form {
        yaml,
        conf
    }

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Write here, readable by the owner only; state goes beside a YAML file. Default: standard"
                    + " output, without state")
    private Path output;

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}; default: the form that FILE does not have")
    private Form form;

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    @Option(names = "--with-secrets", description = "Write secrets out that a YAML file only refers to.")
    private boolean withSecrets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            ConfigInput input = ConfigInput.read(file, System.in);
            Form wanted = form != null ? form : input.isYaml() ? Form.conf : Form.yaml;
            if (input.isYaml() == (wanted == Form.yaml)) {
                return fail("the file is " + wanted + " already");
            }
            if (output != null && Conversion.isYamlName(output) != (wanted == Form.yaml)) {
                return fail("the daemon would not read " + output + " as " + wanted
                        + ": YAML files end in .yaml or .yml, and no others");
            }
            Conversion conversion = wanted == Form.yaml
                    ? Conversion.toYaml(input.text(), input.file(), output == null ? Path.of("sentinel.yaml") : output)
                    : Conversion.toConf(input.text(), input.file(), withSecrets);
            write(conversion);
            return 0;
        } catch (ConfigException e) {
            err.print(ConfigErrorText.of(e));
            err.flush();
            return 1;
        } catch (IOException e) {
            return fail(e.getMessage());
        }
    }

    private void write(Conversion conversion) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        conversion.notes().forEach(note -> err.println("jsentinel: note: " + note));
        if (output != null) {
            conversion.write(output, force).forEach(written -> err.println("jsentinel: wrote " + written));
        } else {
            if (conversion.state().isPresent()) {
                err.println(
                        "jsentinel: note: state (identity, epochs, known nodes) is not in this output; with -o it is"
                                + " written beside the file");
            }
            // Bytes, so that no encoding of the terminal changes a password.
            PrintStream out = System.out;
            out.write(conversion.text().getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        err.flush();
    }

    private int fail(String reason) {
        spec.commandLine().getErr().println("jsentinel: " + reason);
        spec.commandLine().getErr().flush();
        return 1;
    }
}
