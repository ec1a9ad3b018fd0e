package io.jsentinel.server.store;

import java.nio.file.Path;
import java.util.List;

/**
 * A file that holds the value of one setting.
 *
 * @param path where it is
 * @param setting the words of the line of {@code sentinel.conf} before the value: {@code sentinel auth-pass mymaster}
 * @param secret what it held when it was read
 */
public record SecretFile(Path path, List<String> setting, String secret) {

    public SecretFile {
        setting = List.copyOf(setting);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "SecretFile[path=" + path + ", setting=" + setting + "]";
    }
}
