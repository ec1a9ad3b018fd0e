package io.jsentinel.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line that runs our own daemon: the Java of the running JVM, made small, with the jar that the system
 * property {@value #JAR_PROPERTY} names, or else with the jar or class path of
 * the running JVM.
 */
public final class JsentinelCommand {

    /** The system property that names the runnable jar. */
    public static final String JAR_PROPERTY = "jsentinel.jar";

    private static final String MAIN_CLASS = "io.jsentinel.cli.Main";
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto", "-Xms8m", "-Xmx64m");

    private JsentinelCommand() {}

    /** The command with these arguments; without any, the path of a configuration file is to be added. */
    public static List<String> of(String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        // In a test run by Maven, java.class.path is one jar that only Maven's plugin can use.
        String classPath =
                absolute(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        String jar = System.getProperty(JAR_PROPERTY, "");
        if (!jar.isEmpty()) {
            command.addAll(List.of("-jar", absolute(jar)));
        } else if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN_CLASS));
        }
        command.addAll(List.of(args));
        return command;
    }

    /** A class path in a form that does not depend on the working directory. */
    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
