package io.jsentinel.server.kubernetes;

import io.jsentinel.server.json.Json;
import java.util.Optional;

/**
 * What came of a request.
 *
 * @param code the status of HTTP; {@link #NONE} when there was no answer
 * @param body the JSON of the answer; null when it had none
 * @param reason why it did not succeed, in the words of the API or ours; empty when it did
 * @param retryAfterMillis how long the API asks to be left alone, 0 when it does not say
 */
record ApiAnswer(int code, Object body, String reason, long retryAfterMillis) {

    /** The code of what was never answered. */
    static final int NONE = 0;

    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int GONE = 410;
    static final int TOO_MANY = 429;

    private static final int MAX_REASON = 300;

    /** That of a request that was never answered. */
    static ApiAnswer none(String reason) {
        return new ApiAnswer(NONE, null, reason, 0);
    }

    /** An answer; a message of the API is taken as the reason, and cut where it is long. */
    static ApiAnswer of(int code, Object body, long retryAfterMillis) {
        boolean ok = code >= 200 && code < 300;
        String said = Json.textAt(body, "message")
                .map(text -> text.replaceAll("[\\x00-\\x1f]", " "))
                .map(text -> text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "..." : text)
                .orElse("");
        return new ApiAnswer(
                code, body, ok ? "" : "HTTP " + code + (said.isEmpty() ? "" : ": " + said), retryAfterMillis);
    }

    boolean isOk() {
        return reason.isEmpty();
    }

    /** The text behind some names of the body. */
    Optional<String> text(String... names) {
        return Json.textAt(body, names);
    }
}
