package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.step.KeptFile;
import io.jsentinel.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files beside the Redis server of a pod. */
class KeptFilesTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();

    private KeptFiles files(Path role) {
        return new KeptFiles(role, folder.resolve("record"), (file, fault) -> told.add(file + ":" + fault));
    }

    @Test
    void whatIsHandedInGetsToTheDiskAndIsTold() throws Exception {
        try (KeptFiles files = files(folder.resolve("role.conf"))) {
            files.keep(KeptFile.ROLE, "replicaof a 1\n");
            files.keep(KeptFile.RECORD, "record");
            Await.atMost(BOUND).until("both are told", () -> told.size() == 2);
        }
        assertThat(told).containsExactlyInAnyOrder("ROLE:", "RECORD:");
        assertThat(Files.readString(folder.resolve("role.conf"))).isEqualTo("replicaof a 1\n");
        assertThat(KeptFiles.read(folder.resolve("record"))).isEqualTo("record");
        assertThat(KeptFiles.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aServerOfAnotherUserMayReadItsRoleAndNobodyElseTheRecord() throws Exception {
        try (KeptFiles files = files(folder.resolve("role.conf"))) {
            files.keep(KeptFile.ROLE, "a");
            files.keep(KeptFile.RECORD, "b");
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("role.conf")))
                .contains(PosixFilePermission.OTHERS_READ)
                .doesNotContain(PosixFilePermission.OTHERS_WRITE);
        assertThat(Files.getPosixFilePermissions(folder.resolve("record")))
                .doesNotContain(PosixFilePermission.OTHERS_READ);
    }

    @Test
    void whatWasHandedInLastIsWrittenBeforeTheEnd() throws Exception {
        try (KeptFiles files = files(folder.resolve("role.conf"))) {
            for (int i = 0; i <= 100; i++) {
                files.keep(KeptFile.RECORD, "record " + i);
            }
        }
        assertThat(KeptFiles.read(folder.resolve("record"))).isEqualTo("record 100");
    }

    @Test
    void whyAFileCannotBeWrittenIsTold() {
        try (KeptFiles files = files(folder.resolve("no").resolve("folder"))) {
            files.keep(KeptFile.ROLE, "a");
            Await.atMost(BOUND).until("it is told", () -> told.size() == 1);
        }
        assertThat(told.get(0)).startsWith("ROLE:").hasSizeGreaterThan("ROLE:".length());
    }
}
