package io.jsentinel.bench;

import java.util.Locale;

/** A picture in SVG: lines, bars, dots and texts on white, in units of pixels from the top left corner. */
final class Svg {

    private static final String GRID = "#d8dce2";

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Where a text stands in relation to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A point of the picture. */
    record Point(double x, double y) {}

    Svg text(Point at, Anchor anchor, String text) {
        return element(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                at.x, at.y, anchor.name().toLowerCase(Locale.ROOT), escaped(text));
    }

    Svg title(Point at, String text) {
        return element(
                "<text x=\"%.1f\" y=\"%.1f\" font-weight=\"bold\" font-size=\"13\">%s</text>",
                at.x, at.y, escaped(text));
    }

    /** A thin line of a grid. */
    Svg grid(Point from, Point to) {
        return line(from, to, GRID);
    }

    Svg line(Point from, Point to, String colour) {
        return element(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                from.x, from.y, to.x, to.y, colour);
    }

    /** A filled rectangle between two opposite corners. */
    Svg bar(Point from, Point to, String colour) {
        return element(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                Math.min(from.x, to.x),
                Math.min(from.y, to.y),
                Math.abs(to.x - from.x),
                Math.abs(to.y - from.y),
                colour);
    }

    Svg dot(Point at, String colour) {
        return element("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", at.x, at.y, colour);
    }

    private Svg element(String format, Object... values) {
        body.append("  ").append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The whole file. */
    String file() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\"" + height + "\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#1f2430\">\n"
                + "  <rect width=\"" + width + "\" height=\"" + height + "\" fill=\"white\"/>\n" + body + "</svg>\n";
    }
}
