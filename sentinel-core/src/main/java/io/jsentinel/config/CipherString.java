package io.jsentinel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The selection of cipher suites in OpenSSL's language: names and keywords, separated by colons, each after {@code !}
 * (never), {@code -} (not now), {@code +} (last) or nothing (then), several joined by {@code +} (all must hold).
 * Source: OpenSSL's documentation, "ciphers".
 */
final class CipherString {

    private static final int MAX_WORDS = 200;

    /** The suites of TLS 1.3. Java lacks the last two. */
    private static final List<String> MODERN = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_128_CCM_SHA256",
            "TLS_AES_128_CCM_8_SHA256");

    private static final int MODERN_IN_JAVA = 3;

    /** Keywords that describe some suites of Java. */
    private static final List<String> KEYWORDS = words("""
            ALL DEFAULT HIGH ECDHE EECDH kECDHE kEECDH ECDH DHE EDH kDHE kEDH DH RSA kRSA aRSA ECDSA aECDSA AES FIPS
            AES128 AES256 CHACHA20 AESGCM SHA SHA1 SHA256 SHA384 TLSv1.2 TLSv1 TLSv1.0 SSLv3""");

    /** Keywords for suites that Java does not have or never uses. */
    private static final List<String> ABSENT = words("""
            aNULL eNULL NULL ADH AECDH MEDIUM LOW EXP EXPORT EXPORT40 EXPORT56 DES 3DES RC2 RC4 IDEA SEED MD5 CAMELLIA
            CAMELLIA128 CAMELLIA256 ARIA ARIA128 ARIA256 ARIAGCM AESCCM AESCCM8 PSK kPSK aPSK kECDHEPSK kDHEPSK kRSAPSK
            SRP kSRP aSRP DSS aDSS GOST89MAC aGOST aGOST01 kGOST GOST94 SSLv2 KRB5 kKRB5 aKRB5 kFZA aFZA FZA
            COMPLEMENTOFDEFAULT COMPLEMENTOFALL kDHr kDHd kDH aDH kECDHr kECDHe kECDH aECDH CBC""");

    /** Parts of the names of such suites. */
    private static final List<String> ABSENT_PARTS = words("""
            DES CBC3 3DES RC4 RC2 IDEA SEED MD5 NULL CAMELLIA128 CAMELLIA256 ARIA128 ARIA256 CCM CCM8 PSK SRP DSS ADH
            AECDH EXP GOST94 GOST2001""");

    private static final List<String> PARTS = words("""
            ECDHE EDH DHE RSA ECDSA AES128 AES256 AES 128 256 CHACHA20 POLY1305 GCM CBC SHA SHA256 SHA384 40 56""");

    private CipherString() {}

    /**
     * The suites of TLS 1.2 and before that a selection means.
     *
     * @param value the selection; blank = none is made
     * @return in Java's names, in the order of preference; empty = Java's choice
     * @throws ConfigException for an unknown word, or when nothing is selected
     */
    static List<String> suites(ConfLine line, String value) throws ConfigException {
        List<String> words = split(line, value);
        List<CipherSuite> chosen = new ArrayList<>();
        List<CipherSuite> never = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("@")) {
                sort(line, word, chosen);
                continue;
            }
            char operator = "!-+".indexOf(word.charAt(0)) < 0 ? ' ' : word.charAt(0);
            List<CipherSuite> meant = matching(line, operator == ' ' ? word : word.substring(1));
            if (operator == ' ') {
                meant.stream()
                        .filter(suite -> !chosen.contains(suite) && !never.contains(suite))
                        .forEach(chosen::add);
                continue;
            }
            List<CipherSuite> last = meant.stream().filter(chosen::contains).toList();
            chosen.removeAll(meant);
            if (operator == '+') {
                chosen.addAll(last);
            } else if (operator == '!') {
                never.addAll(meant);
            }
        }
        if (chosen.isEmpty() && !words.isEmpty()) {
            throw line.error("Java has none of these ciphers");
        }
        return chosen.stream().map(CipherSuite::javaName).toList();
    }

    /**
     * The suites of TLS 1.3 that a list names.
     *
     * @param value names separated by colons; blank = Java's choice
     * @throws ConfigException for an unknown name, or when Java has none of them
     */
    static List<String> modernSuites(ConfLine line, String value) throws ConfigException {
        List<String> words = split(line, value);
        for (String word : words) {
            if (!MODERN.contains(word)) {
                throw line.error("unknown cipher suite of TLS 1.3: " + word, Nearest.to(word, MODERN));
            }
        }
        List<String> chosen = words.stream()
                .filter(MODERN.subList(0, MODERN_IN_JAVA)::contains)
                .distinct()
                .toList();
        if (chosen.isEmpty() && !words.isEmpty()) {
            throw line.error("Java has none of these cipher suites");
        }
        return chosen;
    }

    private static List<String> split(ConfLine line, String value) throws ConfigException {
        List<String> words =
                Stream.of(value.split("[:, ;]")).filter(word -> !word.isEmpty()).toList();
        if (words.size() > MAX_WORDS) {
            throw line.error("more than " + MAX_WORDS + " ciphers");
        }
        return words;
    }

    private static void sort(ConfLine line, String word, List<CipherSuite> chosen) throws ConfigException {
        if (word.equals("@STRENGTH")) {
            chosen.sort(Comparator.comparingInt(CipherSuite::strength).reversed());
        } else if (!word.matches("@SECLEVEL=[0-5]")) {
            // The level itself is taken note of only: Java refuses what is too weak by rules of its own.
            throw line.error("unknown cipher: " + word, Nearest.to(word, List.of("@STRENGTH", "@SECLEVEL=2")));
        }
    }

    /** The suites for which all parts of a word hold. */
    private static List<CipherSuite> matching(ConfLine line, String word) throws ConfigException {
        List<CipherSuite> matching = new ArrayList<>(CipherSuite.ALL);
        for (String part : word.split("\\+")) {
            matching.removeIf(suite -> !suite.is(part));
            if (CipherSuite.ALL.stream().noneMatch(suite -> suite.is(part)) && !isAbsent(part)) {
                throw MODERN.contains(part)
                        ? line.error(part + " is a cipher suite of TLS 1.3: name it in tls-ciphersuites")
                        : line.error("unknown cipher: " + part, Nearest.to(part, names()));
            }
        }
        return matching;
    }

    /** Whether a word means suites that exist, but not in Java. */
    private static boolean isAbsent(String word) {
        List<String> parts = List.of(word.split("-"));
        return ABSENT.contains(word)
                || parts.stream().allMatch(part -> ABSENT_PARTS.contains(part) || PARTS.contains(part))
                        && parts.stream().anyMatch(ABSENT_PARTS::contains);
    }

    private static List<String> names() {
        return Stream.concat(
                        CipherSuite.ALL.stream().map(CipherSuite::openSslName),
                        Stream.concat(KEYWORDS.stream(), ABSENT.stream()))
                .toList();
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\s+"));
    }
}
