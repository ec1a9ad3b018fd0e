package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Redis 7.0.15 says to the same lines, unless a test says otherwise. */
class ConfErrorsTest {

    private static final String ID = "a".repeat(40);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "port 70000 | argument must be between 0 and 65535 inclusive",
                "port -1 | argument must be between 0 and 65535 inclusive",
                "port \"\" | argument couldn't be parsed into an integer",
                "port 12abc | argument couldn't be parsed into an integer",
                "port 007 | argument couldn't be parsed into an integer",
                "port 1 2 | wrong number of arguments",
                "port | wrong number of arguments",
                "timeout -1 | argument must be between 0 and 2147483647 inclusive",
                "tcp-backlog x | argument couldn't be parsed into an integer",
                "tcp-keepalive +1 | argument couldn't be parsed into an integer",
                "maxclients 0 | argument must be between 1 and 4294967295 inclusive",
                "maxclients 99999999999999999999999 | argument couldn't be parsed into an integer",
                "protected-mode maybe | argument must be 'yes' or 'no'",
                "loglevel foo | argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                "loglevel debug verbose | wrong number of arguments",
                "dir /nonexist | No such file or directory",
                "dir \"\" | No such file or directory",
                "requirepass | wrong number of arguments",
                "requirepass a b | wrong number of arguments",
                "bind 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 | Too many bind addresses specified.",
                "foo bar | Bad directive or wrong number of arguments",
                "foo | Bad directive or wrong number of arguments",
                "rename-command foo | Bad directive or wrong number of arguments",
                "rename-command foo bar | No such command in rename-command",
                "rename-command config x | No such command in rename-command",
                "rename-command ping role | Target command name already exists",
                "include | Bad directive or wrong number of arguments",
                "include a b | Bad directive or wrong number of arguments",
                "user | Bad directive or wrong number of arguments",
                "loadmodule | Bad directive or wrong number of arguments",
                "foo \"bar | Unbalanced quotes in configuration line",
                "port 1 \"x\"y | Unbalanced quotes in configuration line",
                "databases 1 2 | wrong number of arguments",
                "maxmemory 1x | argument must be a memory value",
                "maxmemory -1 | argument must be a memory value",
                "maxmemory 1.5gb | argument must be a memory value",
                "maxmemory-clients 500% | percentage argument must be less or equal to 100",
                "maxmemory-clients -5% | argument must be a memory or percent value",
                "maxmemory-clients -5 | argument must be a memory or percent value",
                "client-query-buffer-limit 1kb | argument must be between 1048576 and 9223372036854775807 inclusive",
                "proto-max-bulk-len 1m | argument must be between 1048576 and 9223372036854775807 inclusive",
                "proto-max-bulk-len 9999999999gb | argument must be between 1048576 and 9223372036854775807 inclusive",
                "unixsocketperm 999 | argument couldn't be parsed as an octal number",
                "unixsocketperm 1777 | argument must be between 0 and 777 inclusive",
                "unixsocketperm -1 | argument must be between 0 and 777 inclusive",
                "supervised auto2 | argument(s) must be one of the following: upstart, systemd, auto, no",
                "daemonize maybe | argument must be 'yes' or 'no'",
                "save 900 | Invalid save parameters",
                "save 900 -1 | Invalid save parameters",
                "save 0 1 | Invalid save parameters",
                "client-output-buffer-limit pubsub 1 | Wrong number of arguments in buffer limit configuration.",
                "client-output-buffer-limit foo 1 2 3 | Invalid client class specified in buffer limit configuration.",
                "client-output-buffer-limit pubsub 1 2 x | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "client-output-buffer-limit pubsub -1 0 0 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "replicaof a b | Invalid master port",
                "replicaof a 70000 | Invalid master port",
                "replicaof 1 | wrong number of arguments",
                "slaveof | wrong number of arguments",
                "notify-keyspace-events K# | Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
                "oom-score-adj-values 1 2 | wrong number of arguments",
                "oom-score-adj-values 1 2 x | Invalid oom-score-adj-values, elements must be between -2000 and 2000.",
                "oom-score-adj foo | argument(s) must be one of the following: no, yes, relative, absolute",
                "latency-tracking-info-percentiles 50 200 | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                "latency-tracking-info-percentiles a | Invalid latency-tracking-info-percentiles parameters",
                "shutdown-on-sigint foo | argument(s) must be one of the following: default, save, nosave, now, force",
                "shutdown-on-sigterm | argument(s) must be one of the following: default, save, nosave, now, force",
                "appendfilename a/b | appendfilename can't be a path, just a filename",
                "appendfilename \"\" | appendfilename can't be empty",
                "appenddirname a/b | appenddirname can't be a path, just a dirname",
                "dbfilename a/b | dbfilename can't be a path, just a filename",
                "proc-title-template {foo} | template format is invalid or contains unknown variables",
                "proc-title-template \"\" | template format is invalid or contains unknown variables",
                "cluster-announce-hostname \"a b\" | Hostnames may only contain alphanumeric characters, hyphens or dots",
                "io-threads 400 | argument must be between 1 and 128 inclusive",
                "slave-priority -1 | argument must be between 0 and 2147483647 inclusive",
                "dir | wrong number of arguments",
                "dir a b | wrong number of arguments",
            })
    void aPlainDirectiveIsRefused(String line, String reason) {
        ConfigException error = errorOf("# first\n\n  " + line + "\nport 1");

        assertThat(error).hasMessage(reason);
        assertThat(error.file()).isEqualTo("s.conf");
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.text()).isEqualTo(SecretMask.mask(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "monitor | Unrecognized sentinel configuration statement.",
                "monitor b 127.0.0.1 1 | Unrecognized sentinel configuration statement.",
                "monitor b 127.0.0.1 1 1 1 | Unrecognized sentinel configuration statement.",
                "foo bar | Unrecognized sentinel configuration statement.",
                "debug info-period 100 | Unrecognized sentinel configuration statement.",
                "known-sentinel m 127.0.0.1 | Unrecognized sentinel configuration statement.",
                "myid | Unrecognized sentinel configuration statement.",
                "monitor b 127.0.0.1 1 0 | Quorum must be 1 or greater.",
                "monitor b 127.0.0.1 1 x | Quorum must be 1 or greater.",
                "monitor m 127.0.0.1 1 1 | Duplicate master name.",
                "monitor b localhost 1 1 | Can't resolve instance hostname.",
                "monitor b 127.0.0.1 65536 1 | Invalid port number.",
                "monitor b 127.0.0.1 -1 1 | Invalid port number.",
                "monitor b 127.0.0.1 99999999999 1 | Invalid port number.",
                "down-after-milliseconds m 0 | negative or zero time parameter.",
                "failover-timeout m -1 | negative or zero time parameter.",
                "failover-timeout m x | negative or zero time parameter.",
                "failover-timeout m 99999999999999999999999 | time parameter out of range.",
                "master-reboot-down-after-period m -1 | negative time parameter.",
                "notification-script m /nonexist | Notification script seems non existing or non executable.",
                "client-reconfig-script m /nonexist | Client reconfiguration script seems non existing or non executable.",
                "auth-pass x secret | No such master with specified name.",
                "known-replica b 1.1.1.1 1 | No such master with specified name.",
                "known-replica m 127.0.0.1 5 | Duplicate hostname and port for replica.",
                "known-slave m 127.0.0.1 5 | Duplicate hostname and port for replica.",
                "known-replica m foo 1 | Can't resolve instance hostname.",
                "known-replica m 1.1.1.1 99999 | Invalid port number.",
                "known-sentinel m 1.1.1.1 99999 xyz | Invalid port number.",
                "known-sentinel m foo 1 xyz | Can't resolve instance hostname.",
                "known-sentinel m 127.0.0.1 6 known | Duplicate runid for sentinel.",
                "rename-command m ping y | Same command renamed multiple times with rename-command.",
                "myid abc | Malformed Sentinel id in myid option.",
                "deny-scripts-reconfig maybe | Please specify yes or no for the deny-scripts-reconfig options.",
                "resolve-hostnames maybe | Please specify yes or no for the resolve-hostnames option.",
                "announce-hostnames maybe | Please specify yes or no for the announce-hostnames option.",
                "current-epoch -1 | Epoch out of range: it must be between 0 and 9223372036854775806.",
                "config-epoch m 18446744073709551615 | Epoch out of range: it must be between 0 and 9223372036854775806.",
            })
    void aSentinelStatementIsRefused(String statement, String reason) {
        ConfigException error = errorOf("""
                sentinel monitor m 127.0.0.1 1 1
                sentinel known-replica m 127.0.0.1 5
                sentinel known-sentinel m 127.0.0.1 5 known
                sentinel rename-command m PING x
                sentinel\s""" + statement);

        assertThat(error).hasMessage(reason);
        assertThat(error.line()).isEqualTo(5);
    }

    @Test
    void aVersionDoesNotNameWhatItDoesNotHaveYet() {
        assertThat(errorOf("loglevel foo\ncompat-version redis-7.0"))
                .hasMessage("argument(s) must be one of the following: debug, verbose, notice, warning");
    }

    @Test
    void whatCanBeNoHostNameIsRefusedAlsoWhereNamesAreTaken() {
        for (String host : List.of("127.1", "010.0.0.1", "redis..example", "\"two words\"", "a/b")) {
            ConfigException error = errorOf("sentinel monitor m " + host + " 6379 2\nsentinel resolve-hostnames yes");

            assertThat(error).as(host).hasMessage("Can't resolve instance hostname.");
            assertThat(error.line()).isEqualTo(1);
        }
    }

    @Test
    void anUnknownNameFindsTheNearest() {
        assertThat(errorOf("requirepas hush").nearest()).contains("requirepass");
        assertThat(errorOf("sentinel down-after-millisecond m 1").nearest()).contains("down-after-milliseconds");
        assertThat(errorOf("sentinel monitor mymaster 1.1.1.1 1 1\nsentinel failover-timeout mymastr 1")
                        .nearest())
                .contains("mymaster");
        assertThat(errorOf("loglevel warn").nearest()).contains("warning");
        assertThat(errorOf("loglevel loud").nearest()).isEmpty();
        assertThat(errorOf("xyzzy 1").nearest()).isEmpty();
    }

    @Test
    void plainDirectivesAreCheckedBeforeSentinelStatements() {
        assertThat(errorOf("sentinel nonsense\nport x").line()).isEqualTo(2);
    }

    @Test
    void aSecretIsNotShown() {
        assertThat(errorOf("sentinel auth-pass m hush").text()).isEqualTo("sentinel auth-pass m ***");
        assertThat(errorOf("requirepas hush").text()).isEqualTo("requirepas ***");
    }

    @Test
    void anErrorOfTheCommandLineSaysSo() throws Exception {
        ConfigException error = catchThrowableOfType(
                ConfigException.class,
                () -> ConfReader.read(new ConfText("s.conf", "port 1\n"), List.of("port 2", "port x"), new FakeDisk()));

        assertThat(error.file()).isEqualTo(ConfLine.COMMAND_LINE);
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.text()).isEqualTo("port x");
    }

    @Test
    void anErrorOfAnIncludedFileNamesThatFile() {
        ConfigException error = errorOf("include /a.conf", new FakeDisk().with("/a.conf", "port 1\nport x"));

        assertThat(error.file()).isEqualTo("/a.conf");
        assertThat(error.line()).isEqualTo(2);
    }

    @Test
    void stateInAnIncludedFileIsRefusedBecauseTheNextStartWouldMeetItTwice() {
        ConfigException error =
                errorOf("include /a.conf", new FakeDisk().with("/a.conf", "sentinel monitor m 127.0.0.1 1 1"));

        assertThat(error).hasMessageStartingWith("This line must stand in the main file");
    }

    @Test
    void filesThatIncludeThemselvesAreRefused() {
        ConfigException error = errorOf("include /a.conf", new FakeDisk().with("/a.conf", "include /a.conf"));

        assertThat(error).hasMessage("Files include each other more than 16 levels deep.");
    }

    @Test
    void sixteenLevelsOfIncludesAreNotTooMany() throws Exception {
        FakeDisk disk = new FakeDisk().with("/16", "port 16");
        for (int i = 1; i < 16; i++) {
            disk.with("/" + i, "include /" + (i + 1));
        }

        assertThat(ConfReader.read(new ConfText("s.conf", "include /1"), List.of(), disk)
                        .server()
                        .port())
                .isEqualTo(16);
        assertThat(errorOf("include /0", disk.with("/0", "include /1"))).hasMessageContaining("16 levels");
    }

    @Test
    void anIdentityWithForeignCharactersIsRefused() {
        assertThat(errorOf("sentinel myid " + ID.replace("aa", "a,"))).hasMessageContaining("Malformed");
    }

    private static ConfigException errorOf(String text) {
        return errorOf(text, new FakeDisk());
    }

    private static ConfigException errorOf(String text, Disk disk) {
        return catchThrowableOfType(
                ConfigException.class, () -> ConfReader.read(new ConfText("s.conf", text), List.of(), disk));
    }
}
