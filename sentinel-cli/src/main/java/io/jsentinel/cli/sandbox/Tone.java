package io.jsentinel.cli.sandbox;

/** How a piece of text is meant, which on a terminal is its colour. */
enum Tone {
    PLAIN(""),
    DIM("2"),
    STRONG("1"),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    FAR("36");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The text in the colour of this tone. */
    String paint(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
