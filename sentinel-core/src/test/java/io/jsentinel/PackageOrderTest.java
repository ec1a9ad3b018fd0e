package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of the core form a stack: each uses only packages below itself. */
class PackageOrderTest {
    private static final String ROOT = "io.jsentinel";

    /** The order, top first. A new package gets its place here. */
    private static final List<String> ORDER = List.of(
            ROOT + ".rehearsal",
            ROOT,
            ROOT + ".acl",
            ROOT + ".command",
            ROOT + ".status",
            ROOT + ".sidecar",
            ROOT + ".watch",
            ROOT + ".info",
            ROOT + ".gossip",
            ROOT + ".failover",
            ROOT + ".vote",
            ROOT + ".guard",
            ROOT + ".health",
            ROOT + ".script",
            ROOT + ".step",
            ROOT + ".topology",
            ROOT + ".event",
            ROOT + ".boot",
            ROOT + ".pod",
            ROOT + ".config",
            ROOT + ".address",
            ROOT + ".resp",
            ROOT + ".check");

    private static final Path SOURCES = Path.of("src", "main", "java");

    /** What is not code: comments, text blocks, strings and characters. What comes first in the file is taken first. */
    private static final Pattern NOT_CODE = Pattern.compile(
            "//[^\n]*" + "|/\\*.*?\\*/" + "|\"\"\".*?\"\"\"" + "|\"(?:\\\\.|[^\"\\\\\n])*\""
                    + "|'(?:\\\\.|[^'\\\\\n])*'",
            Pattern.DOTALL);

    private static final Pattern OWN_PACKAGE = Pattern.compile("\\bpackage\\s+([a-z0-9_.]+)\\s*;");

    /** A type, or the star of an import, in a package of ours: in an import or fully qualified in the code. */
    private static final Pattern USED_PACKAGE =
            Pattern.compile("\\b(" + Pattern.quote(ROOT) + "(?:\\.[a-z][a-z0-9_]*)*)\\.(?:[A-Z]|\\*)");

    @Test
    void everyPackageUsesOnlyPackagesBelowIt() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(PackageOrderTest::read)
                    .toList();
        }

        assertThat(sources).isNotEmpty();
        assertThat(sources.stream().flatMap(source -> violations(source).stream()))
                .isEmpty();
    }

    @Test
    void anImportFromAPackageAboveIsFound() {
        assertThat(violations("package io.jsentinel.resp;\nimport io.jsentinel.watch.Watch;\nclass Reply {}"))
                .containsExactly("io.jsentinel.resp uses io.jsentinel.watch, which is above it");
    }

    @Test
    void aStaticImportAndAStarImportFromAPackageAboveAreFound() {
        assertThat(violations("package io.jsentinel.vote;\nimport static io.jsentinel.gossip.Hello.parse;\n"
                        + "import io.jsentinel.info.*;\nclass Vote {}"))
                .containsExactly(
                        "io.jsentinel.vote uses io.jsentinel.gossip, which is above it",
                        "io.jsentinel.vote uses io.jsentinel.info, which is above it");
    }

    @Test
    void aFullyQualifiedUseOfThePackageOnTopIsFound() {
        assertThat(violations("package io.jsentinel.step;\nclass Step { io.jsentinel.Sentinel sentinel; }"))
                .containsExactly("io.jsentinel.step uses io.jsentinel, which is above it");
    }

    @Test
    void anUnknownPackageIsFoundWhetherItUsesOrIsUsed() {
        assertThat(violations("package io.jsentinel.misc;\nclass Misc {}"))
                .containsExactly("io.jsentinel.misc has no place in the order");
        assertThat(violations("package io.jsentinel.vote;\nimport io.jsentinel.vote.inner.Ballot;\nclass Vote {}"))
                .containsExactly("io.jsentinel.vote uses io.jsentinel.vote.inner, which has no place in the order");
    }

    @Test
    void usesOfPackagesBelowAndOfThePackageItselfAreFine() {
        assertThat(violations("package io.jsentinel.vote;\nimport io.jsentinel.resp.Reply;\n"
                        + "class Vote { io.jsentinel.vote.Ballot ballot; }"))
                .isEmpty();
    }

    @Test
    void namesInCommentsAndTextAreNoUses() {
        assertThat(violations("/* io.jsentinel.watch.Watch */ package io.jsentinel.resp;\n// io.jsentinel.Sentinel\n"
                        + "class Reply { char q = '\"'; String s = \"io.jsentinel.watch.Watch\"; }"))
                .isEmpty();
    }

    private static List<String> violations(String source) {
        String code = NOT_CODE.matcher(source).replaceAll(" ");
        Matcher own = OWN_PACKAGE.matcher(code);
        if (!own.find()) {
            return List.of("a source file without a package");
        }
        String user = own.group(1);
        int place = ORDER.indexOf(user);
        if (place < 0) {
            return List.of(user + " has no place in the order");
        }
        List<String> found = new ArrayList<>();
        Matcher uses = USED_PACKAGE.matcher(code);
        while (uses.find()) {
            String used = uses.group(1);
            int usedPlace = ORDER.indexOf(used);
            if (usedPlace < 0) {
                found.add(user + " uses " + used + ", which has no place in the order");
            } else if (usedPlace < place) {
                found.add(user + " uses " + used + ", which is above it");
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
