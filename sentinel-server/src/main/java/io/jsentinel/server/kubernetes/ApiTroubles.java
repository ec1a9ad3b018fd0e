package io.jsentinel.server.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells of each kind of request once when it stops succeeding, again when the reason changes, and when it is over. */
final class ApiTroubles {

    private final Consumer<String> log;
    private final Map<String, String> told = new TreeMap<>();

    /** @param log takes a line for the log */
    ApiTroubles(Consumer<String> log) {
        this.log = log;
    }

    /**
     * Takes note of an answer.
     *
     * @param meaning what does not happen as long as this fails, for people
     */
    void heard(ApiCall call, ApiAnswer answer, String meaning) {
        String what = call.verb() + " " + call.resource();
        if (answer.isOk()) {
            if (told.remove(what) != null) {
                log.accept("Kubernetes API: " + what + " succeeds again");
            }
            return;
        }
        // Reasons of the API name moments and versions; the code is what tells one trouble from another.
        String kind = answer.code() == ApiAnswer.NONE ? answer.reason() : Integer.toString(answer.code());
        if (!kind.equals(told.put(what, kind))) {
            log.accept("Kubernetes API: " + what + " fails, so " + meaning + ": " + reason(call, answer));
        }
    }

    private static String reason(ApiCall call, ApiAnswer answer) {
        return switch (answer.code()) {
            case ApiAnswer.FORBIDDEN ->
                "the service account has no right to " + call.verb() + " " + call.resource() + " (" + answer.reason()
                        + ")";
            case ApiAnswer.UNAUTHORIZED -> "the token of the service account is not accepted (" + answer.reason() + ")";
            default -> answer.reason();
        };
    }
}
