package io.jsentinel.server.supervise;

import java.util.ArrayList;
import java.util.List;

/** The line that {@code systemctl status} shows: how many masters are watched, and which of them are down. */
public final class SupervisorStatus {

    /** The most masters that are named. */
    private static final int MAX_NAMED = 5;

    private static final String STATUS = ",status=";

    private SupervisorStatus() {}

    /**
     * The line.
     *
     * @param section the section {@code Sentinel} of INFO
     */
    public static String of(String section) {
        List<String> down = new ArrayList<>();
        int masters = 0;
        for (String line : section.split("\r\n")) {
            int name = line.indexOf(":name=");
            int status = line.lastIndexOf(STATUS);
            if (line.startsWith("master") && name > 0 && status > name) {
                masters++;
                String word = line.substring(status + STATUS.length()).split(",", 2)[0];
                if (!word.equals("ok")) {
                    down.add(line.substring(name + ":name=".length(), status) + " (" + word + ")");
                }
            }
        }
        String watched = "Watching " + masters + (masters == 1 ? " master" : " masters");
        if (down.isEmpty()) {
            return watched;
        }
        String more = down.size() > MAX_NAMED ? ", ..." : "";
        return watched + ", " + down.size() + " down: "
                + String.join(", ", down.subList(0, Math.min(down.size(), MAX_NAMED))) + more;
    }
}
