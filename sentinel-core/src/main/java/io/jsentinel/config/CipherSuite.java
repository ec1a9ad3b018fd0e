package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A cipher suite of TLS 1.2 and before that Java has, with what OpenSSL's selections look at.
 *
 * @param exchange how keys are agreed on: ECDHE, DHE or RSA
 * @param signature what certificates are for: ECDSA or RSA
 * @param cipher AES128, AES256 or CHACHA20
 * @param mode GCM, CBC or POLY1305
 * @param mac the hash: SHA, SHA256 or SHA384
 */
record CipherSuite(String exchange, String signature, String cipher, String mode, String mac) {

    /** All of them, in OpenSSL's order of preference. */
    static final List<CipherSuite> ALL = all();

    private static final List<String> ANY = List.of("ALL", "DEFAULT", "HIGH");

    private static List<CipherSuite> all() {
        List<CipherSuite> all = new ArrayList<>();
        addForwardSecret(all, "AES256", "GCM", "SHA384", "SHA384");
        addForwardSecret(all, "CHACHA20", "POLY1305", "SHA256", "SHA256");
        addForwardSecret(all, "AES128", "GCM", "SHA256", "SHA256");
        addForwardSecret(all, "AES256", "CBC", "SHA384", "SHA256");
        addForwardSecret(all, "AES128", "CBC", "SHA256", "SHA256");
        addForwardSecret(all, "AES256", "CBC", "SHA", "SHA");
        addForwardSecret(all, "AES128", "CBC", "SHA", "SHA");
        all.add(new CipherSuite("RSA", "RSA", "AES256", "GCM", "SHA384"));
        all.add(new CipherSuite("RSA", "RSA", "AES128", "GCM", "SHA256"));
        all.add(new CipherSuite("RSA", "RSA", "AES256", "CBC", "SHA256"));
        all.add(new CipherSuite("RSA", "RSA", "AES128", "CBC", "SHA256"));
        all.add(new CipherSuite("RSA", "RSA", "AES256", "CBC", "SHA"));
        all.add(new CipherSuite("RSA", "RSA", "AES128", "CBC", "SHA"));
        return List.copyOf(all);
    }

    private static void addForwardSecret(
            List<CipherSuite> all, String cipher, String mode, String ellipticMac, String mac) {
        all.add(new CipherSuite("ECDHE", "ECDSA", cipher, mode, ellipticMac));
        all.add(new CipherSuite("ECDHE", "RSA", cipher, mode, ellipticMac));
        all.add(new CipherSuite("DHE", "RSA", cipher, mode, mac));
    }

    /** Its name in OpenSSL, such as {@code ECDHE-RSA-AES128-GCM-SHA256}. */
    String openSslName() {
        String agreement = exchange.equals("RSA") ? "" : exchange + "-" + signature + "-";
        return agreement
                + switch (mode) {
                    case "GCM" -> cipher + "-GCM-" + mac;
                    case "POLY1305" -> "CHACHA20-POLY1305";
                    default -> cipher + "-" + mac;
                };
    }

    /** Its name in Java, such as {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}. */
    String javaName() {
        String agreement = exchange.equals("RSA") ? "RSA" : exchange + "_" + signature;
        String block = cipher.startsWith("AES") ? "AES_" + cipher.substring(3) : cipher;
        return "TLS_" + agreement + "_WITH_" + block + "_" + mode + "_" + mac;
    }

    /** The length of the key in bits. */
    int strength() {
        return cipher.equals("AES128") ? 128 : 256;
    }

    /** Whether a word of a selection describes it: its name, or a keyword of OpenSSL. */
    boolean is(String word) {
        boolean hashes = mode.equals("CBC");
        return switch (word) {
            case "ECDHE", "EECDH", "kECDHE", "kEECDH", "ECDH" -> exchange.equals("ECDHE");
            case "DHE", "EDH", "kDHE", "kEDH", "DH" -> exchange.equals("DHE");
            case "RSA", "kRSA" -> exchange.equals("RSA");
            case "aRSA" -> signature.equals("RSA");
            case "ECDSA", "aECDSA" -> signature.equals("ECDSA");
            case "AES", "FIPS" -> cipher.startsWith("AES");
            case "AES128", "AES256", "CHACHA20" -> cipher.equals(word);
            case "AESGCM" -> mode.equals("GCM");
            case "SHA", "SHA1" -> hashes && mac.equals("SHA");
            case "SHA256", "SHA384" -> hashes && mac.equals(word);
            case "TLSv1.2" -> !mac.equals("SHA");
            case "TLSv1", "TLSv1.0", "SSLv3" -> mac.equals("SHA");
            default -> ANY.contains(word) || word.equals(openSslName()) || word.equals(javaName());
        };
    }
}
