package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.acl.User;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.SavedUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which users a configuration makes, and what keeps a daemon from starting. */
class AccountsTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users.acl");
    }

    @Test
    void withoutUsersEverybodyMayDoEverything() throws Exception {
        Accounts accounts = load("port 0");

        assertThat(accounts.users().all()).hasSize(1);
        assertThat(accounts.users().defaultUser().needsNoPassword()).isTrue();
        assertThat(accounts.file()).isEmpty();
    }

    @Test
    void requirepassIsThePasswordOfTheDefaultUser() throws Exception {
        Accounts accounts = load("requirepass secret");

        assertThat(accounts.users().accepts("default", "secret")).isTrue();
        assertThat(accounts.users().accepts("default", "other")).isFalse();
        assertThat(accounts.form().rules(accounts.users().defaultUser())).endsWith("~* &* +@all");
    }

    @ParameterizedTest
    @CsvSource({
        "requirepass a|user default on >b",
        "user default on >b|requirepass a",
    })
    void aLineAboutTheDefaultUserCountsMoreThanRequirepass(String lines) throws Exception {
        Accounts accounts = load(lines.replace('|', '\n'));

        assertThat(accounts.users().accepts("default", "b")).isTrue();
        assertThat(accounts.users().accepts("default", "a")).isFalse();
        assertThat(accounts.form().rules(accounts.users().defaultUser())).endsWith("resetchannels -@all");
    }

    @Test
    void rulesNameCommandsByTheirOwnNamesAlsoWhenThoseAreRenamedOrTakenAway() throws Exception {
        String renames = "rename-command publish pub\nrename-command role \"\"\n";

        assertThat(load(renames + "user x on +publish +role").users().find("x")).isPresent();
        assertThatThrownBy(() -> load(renames + "user x on +pub"))
                .hasMessageContaining("Unknown command or category name in ACL");
    }

    @Test
    void anAclFileReplacesEverything() throws Exception {
        Files.writeString(file, "user x on >p\n");

        Accounts accounts = load("requirepass a\naclfile users.acl");

        assertThat(accounts.users().defaultUser().needsNoPassword()).isTrue();
        assertThat(accounts.users().accepts("x", "p")).isTrue();
        assertThat(accounts.toSave()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user x on >my-secret foo; Error in user declaration 'foo': Syntax error",
                "user x on #my-secret; Error in user declaration '#***': The password hash must be",
                "user x +foo; Error in user declaration '+foo': Unknown command or category name in ACL",
                "user x (~a; Unmatched parenthesis in acl selector starting at '(~a'.",
                "user x on|user x off; Error in user declaration 'x': Duplicate user found.",
                "user x on|aclfile users.acl; Configuring Redis with users defined in redis.conf and at the same",
                "aclfile nowhere.acl; Error loading ACLs, opening file 'nowhere.acl': No such file or directory",
            })
    void whatIsWrongKeepsTheDaemonFromStarting(String lines, String reason) throws IOException {
        Files.writeString(file, "");

        assertThatThrownBy(() -> load(lines.replace('|', '\n')))
                .isInstanceOfSatisfying(
                        ConfigException.class, error -> assertThat(error.text()).doesNotContain("my-secret"))
                .hasMessageContaining(reason)
                .hasMessageNotContaining("my-secret");
    }

    @Test
    void allMistakesOfAnAclFileAreToldWithTheirLines() throws IOException {
        Files.writeString(file, "user x on >my-secret foo\nuser y +bar\n");

        assertThatThrownBy(() -> load("aclfile users.acl"))
                .hasMessageContaining("users.acl:1: Syntax error. users.acl:2: Error in applying operation '+bar'")
                .hasMessageNotContaining("my-secret");
    }

    @Test
    void newUsersHaveTheChannelsOfTheDefault() throws Exception {
        assertThat(rules(load("acl-pubsub-default allchannels\nuser x on"), "x"))
                .contains("&*");
        assertThat(rules(load("user x on"), "x")).contains("resetchannels");
    }

    @Test
    void onlyWhatACommandChangedIsToBeSaved() throws Exception {
        Accounts accounts = load("user kept on >p\nuser gone off");
        assertThat(accounts.disabled()).containsExactly("gone");
        assertThat(accounts.toSave().orElseThrow().changed()).isEmpty();

        accounts.users().set("new", List.of("on"));
        accounts.users().remove("gone");

        SavedUsers saved = accounts.toSave().orElseThrow();
        assertThat(saved.changed()).containsExactly("gone", "new");
        assertThat(saved.rulesByName()).containsOnlyKeys("default", "kept", "new");
    }

    @Test
    void theFileIsReplacedAsAWhole() throws Exception {
        Files.writeString(file, "user x on >p\n");
        UserFile acl = load("aclfile users.acl").file().orElseThrow();

        acl.write("user y on\n");

        assertThat(acl.read()).isEqualTo("user y on\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private String rules(Accounts accounts, String name) {
        User user = accounts.users().find(name).orElseThrow();
        return accounts.form().rules(user);
    }

    private Accounts load(String lines) throws ConfigException {
        ConfText text = new ConfText("s.conf", "dir \"" + folder + "\"\n" + lines);
        return Accounts.load(ConfReader.read(text, List.of(), new DiskFiles()).server());
    }
}
