package io.jsentinel.bench.counted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The limits that are written in {@code limits.properties}. */
final class Limits {

    private static final Properties KNOWN = load();

    private Limits() {}

    private static Properties load() {
        try (InputStream in = Limits.class.getResourceAsStream("/limits.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells a count, and fails when it is above its limit. */
    static void check(String name, double counted) {
        String limit = KNOWN.getProperty(name);
        assertThat(limit).as("the limit of " + name).isNotNull();
        System.out.println("counted: " + name + " = " + counted + " (at most " + limit + ")");
        assertThat(counted).as(name).isLessThanOrEqualTo(Double.parseDouble(limit));
    }
}
