package io.jsentinel.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A disk with the files that a test puts there; folders exist unless their path begins with {@code /no}. */
final class FakeDisk implements Disk {

    private final Map<String, String> files = new LinkedHashMap<>();

    FakeDisk with(String path, String text) {
        files.put(path, text);
        return this;
    }

    @Override
    public List<ConfText> include(String pattern, String dir) throws ConfigException {
        String path = pattern.startsWith("/") || dir.isEmpty() ? pattern : dir + "/" + pattern;
        if (!files.containsKey(path)) {
            throw new ConfigException(
                    path, 0, "", "Fatal error, can't open config file '" + path + "'", Optional.empty());
        }
        return List.of(new ConfText(path, files.get(path)));
    }

    @Override
    public Optional<String> dirProblem(String path) {
        return path.startsWith("/no") ? Optional.of("No such file or directory") : Optional.empty();
    }

    @Override
    public boolean isExecutable(String path, String dir) {
        return path.endsWith(".sh");
    }
}
