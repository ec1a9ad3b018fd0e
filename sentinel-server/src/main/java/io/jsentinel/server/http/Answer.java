package io.jsentinel.server.http;

/**
 * An answer by HTTP.
 *
 * @param status the status code
 * @param type the media type
 * @param body the text
 */
record Answer(int status, String type, String body) {

    /** The media type of pages. */
    static final String JSON = "application/json";

    /** A page. */
    static Answer page(int status, Json json) {
        return new Answer(status, JSON, json.text() + "\n");
    }

    /** An error, in words. */
    static Answer error(int status, String reason) {
        return page(status, Json.object().add("error", reason));
    }
}
