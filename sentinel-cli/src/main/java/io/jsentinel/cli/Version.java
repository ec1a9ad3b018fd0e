package io.jsentinel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into version.properties. */
final class Version implements IVersionProvider {
    /** The version of this program, such as {@code 0.1.0}. */
    static String current() {
        // The jar's manifest says the same, and has been read when the program starts; beside class files there is
        // none.
        String ofJar = Version.class.getPackage().getImplementationVersion();
        return ofJar != null ? ofJar : ofBuild();
    }

    private static String ofBuild() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"jsentinel " + current()};
    }
}
