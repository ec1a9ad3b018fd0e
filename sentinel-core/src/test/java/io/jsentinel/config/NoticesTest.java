package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticesTest {

    @ParameterizedTest
    @CsvSource({
        "'tls-port 26380\ntls-cert-file /c\ntls-key-file /k\ntls-auth-clients no\ntls-dh-params-file /d',"
                + " tls-dh-params-file is kept",
        "'tls-port 26380\ntls-cert-file /c\ntls-key-file /k\ntls-auth-clients no\ntls-protocols TLSv1',"
                + " 'tls-protocols: TLSv1 and TLSv1.1 are broken'",
        "sentinel announce-port 99999, announce-port 99999 is no port",
        "sentinel announce-port -5, announce-port -5 is no port",
    })
    void whatHasNoEffectIsSaid(String line, String notice) throws Exception {
        assertThat(notices(line)).singleElement().asString().startsWith(notice).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls-port 0",
                "tls-replication no",
                "tls-cert-file /c",
                "tls-dh-params-file /d",
                "tls-cluster yes",
                "daemonize no",
                "supervised systemd",
                "sentinel notification-script m /n.sh",
                "sentinel client-reconfig-script m /n.sh",
                "unixsocket \"\"",
                "aclfile \"\"",
                "aclfile /etc/users.acl",
                "user bob on >hush ~* &* +@all",
                "acllog-max-len 128",
                "user default on nopass ~* &* +@all",
                "user default on nopass sanitize-payload ~* &* +@all",
            })
    void whatRedisWritesByItselfIsNotWorthAWord(String line) throws Exception {
        assertThat(notices(line)).isEmpty();
    }

    @Test
    void aPasswordThatAnAclFileReplacesIsWorthANotice() throws Exception {
        assertThat(notices("requirepass hush\naclfile u.acl"))
                .containsExactly("requirepass does not protect this process: its users come from aclfile");
    }

    private static List<String> notices(String line) throws ConfigException {
        String text = "sentinel monitor m 127.0.0.1 1 1\n" + line;
        return ConfReader.read(new ConfText("s.conf", text), List.of(), new FakeDisk())
                .notices();
    }
}
