package io.jsentinel.cli.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The archives of loaded classes that Java virtual machines know, and how each is made and used. */
enum ArchiveKind {

    /** Class-data sharing, since Java 13 for classes of programs: their parsed and verified form. */
    CLASS_DATA("jsentinel.jsa") {
        @Override
        List<String> recording(Path record) {
            return List.of("-Xshare:auto", "-XX:DumpLoadedClassList=" + record);
        }

        @Override
        List<String> making(Path record, Path archive) {
            return List.of(
                    "-Xshare:dump",
                    "-Xlog:disable",
                    "-XX:SharedClassListFile=" + record,
                    "-XX:SharedArchiveFile=" + archive);
        }
    },

    /** The ahead-of-time cache of Java 25: classes that are linked already, and what was learned of their methods. */
    AHEAD_OF_TIME("jsentinel.aot") {
        @Override
        List<String> recording(Path record) {
            return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + record);
        }

        @Override
        List<String> making(Path record, Path archive) {
            return List.of(
                    "-XX:AOTMode=create", "-Xlog:disable", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + archive);
        }
    };

    /** The first version of Java whose ahead-of-time cache has what was learned of methods. */
    private static final int AHEAD_OF_TIME_SINCE = 25;

    private final String fileName;

    ArchiveKind(String fileName) {
        this.fileName = fileName;
    }

    /** What the launcher looks for beside the jar. */
    String fileName() {
        return fileName;
    }

    /** Options of a virtual machine that writes to a file what a program loads. */
    abstract List<String> recording(Path record);

    /** Options of a virtual machine that makes an archive from such a file, and ends. */
    abstract List<String> making(Path record, Path archive);

    /** The best that a version of Java has, 17 for the oldest. */
    static ArchiveKind of(int javaVersion) {
        return javaVersion < AHEAD_OF_TIME_SINCE ? CLASS_DATA : AHEAD_OF_TIME;
    }

    /** A command of the virtual machine that runs this, with options of a kind among its own. */
    static List<String> java(List<String> options, List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more);
        return command;
    }
}
