package io.jsentinel.server.kubernetes;

/**
 * One request to the API.
 *
 * @param verb what is done, as a Role names it: {@code get}, {@code patch}, {@code create}, {@code update}
 * @param resource to what, as a Role names it: {@code pods}, {@code leases}
 * @param path the path, from the first slash
 * @param body JSON; empty for none
 */
record ApiCall(String verb, String resource, String path, String body) {

    /** The method of HTTP for the verb. */
    String method() {
        return switch (verb) {
            case "patch" -> "PATCH";
            case "create" -> "POST";
            case "update" -> "PUT";
            default -> "GET";
        };
    }

    /** What kind of text the body is. */
    String contentType() {
        return verb.equals("patch") ? "application/merge-patch+json" : "application/json";
    }

    /** Whether doing it twice does the same as doing it once, so that a lost connection is no reason to give up. */
    boolean isRepeatable() {
        return !verb.equals("create");
    }
}
