package io.jsentinel.server.json;

/** A text that is no JSON: says what was expected, and at which character. */
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonException(String expected, int at) {
        super("expected " + expected + " at character " + (at + 1));
    }
}
