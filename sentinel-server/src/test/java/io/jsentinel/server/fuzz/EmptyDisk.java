package io.jsentinel.server.fuzz;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.Disk;
import java.util.List;
import java.util.Optional;

/** No other file but the one that is read; every folder can be used and every script run. */
final class EmptyDisk implements Disk {

    @Override
    public List<ConfText> include(String pattern, String dir) {
        return List.of();
    }

    @Override
    public Optional<String> dirProblem(String path) {
        return Optional.empty();
    }

    @Override
    public boolean isExecutable(String path, String dir) {
        return true;
    }
}
