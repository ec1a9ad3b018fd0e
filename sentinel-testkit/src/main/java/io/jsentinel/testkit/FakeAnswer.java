package io.jsentinel.testkit;

/**
 * What a {@link FakeNode} does with one command.
 *
 * @param action what it does
 * @param bytes what it writes first, in Latin-1; may be no RESP at all
 */
public record FakeAnswer(Action action, String bytes) {

    /** What follows once the bytes are written. */
    enum Action {
        GO_ON,
        HANG_UP,
        ANSWER_AS_USUAL
    }

    /** Exactly these bytes. */
    public static FakeAnswer raw(String bytes) {
        return new FakeAnswer(Action.GO_ON, bytes);
    }

    /** {@code +OK}. */
    public static FakeAnswer ok() {
        return raw("+OK\r\n");
    }

    /** A bulk string. */
    public static FakeAnswer bulk(String text) {
        return raw("$" + text.length() + "\r\n" + text + "\r\n");
    }

    /** A number. */
    public static FakeAnswer integer(long number) {
        return raw(":" + number + "\r\n");
    }

    /** An error; the message begins with its code, as in {@code LOADING Redis is loading}. */
    public static FakeAnswer error(String message) {
        return raw("-" + message + "\r\n");
    }

    /** Nothing at all; the connection stays. */
    public static FakeAnswer silence() {
        return raw("");
    }

    /** The end of the connection. */
    public static FakeAnswer hangUp() {
        return hangUpAfter("");
    }

    /** These bytes, which may be half a reply, and then the end of the connection. */
    public static FakeAnswer hangUpAfter(String bytes) {
        return new FakeAnswer(Action.HANG_UP, bytes);
    }

    /** What an ordinary idle Redis would do. */
    public static FakeAnswer asUsual() {
        return new FakeAnswer(Action.ANSWER_AS_USUAL, "");
    }
}
