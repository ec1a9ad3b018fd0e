package io.jsentinel.server.tls;

import io.jsentinel.server.store.ByteText;
import io.jsentinel.server.tls.PemFile.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The private key in a PEM file: PKCS#8, plain or encrypted, or the older forms of OpenSSL for RSA and elliptic curves,
 * plain or encrypted.
 */
final class PemKey {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private static final String WRONG = "the password is wrong, or the file is damaged";

    /** The ciphers of the older forms by their name in the file, with Java's name and the length of the key. */
    private static final Map<String, OldCipher> OLD_CIPHERS = Map.of(
            "AES-128-CBC", new OldCipher("AES/CBC/PKCS5Padding", 16),
            "AES-192-CBC", new OldCipher("AES/CBC/PKCS5Padding", 24),
            "AES-256-CBC", new OldCipher("AES/CBC/PKCS5Padding", 32),
            "DES-EDE3-CBC", new OldCipher("DESede/CBC/PKCS5Padding", 24));

    private final PemFile file;
    private final Optional<String> password;

    private PemKey(PemFile file, Optional<String> password) {
        this.file = file;
        this.password = password;
    }

    private record OldCipher(String transformation, int keyBytes) {}

    /**
     * The first key of a file.
     *
     * @param password one char per byte; absent when the key is not encrypted
     * @throws TlsFileException when there is none, or it cannot be read or decrypted; never shows the password
     */
    static PrivateKey of(PemFile file, Optional<String> password) throws TlsFileException {
        Block block = file.blocks().stream()
                .filter(Block::isPrivateKey)
                .findFirst()
                .orElseThrow(() -> file.error("expected a private key, found only "
                        + file.blocks().get(0).label()));
        return new PemKey(file, password).read(block);
    }

    private PrivateKey read(Block block) throws TlsFileException {
        boolean old = block.headers().getOrDefault("proc-type", "").endsWith("ENCRYPTED");
        byte[] bytes = old ? decryptOld(block) : block.bytes();
        boolean encrypted = old || block.label().equals("ENCRYPTED PRIVATE KEY");
        byte[] pkcs8 = switch (block.label()) {
            case "PRIVATE KEY" -> bytes;
            case "ENCRYPTED PRIVATE KEY" -> decrypt(bytes);
            case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(bytes);
            case "EC PRIVATE KEY" ->
                Der.pkcs8OfEc(bytes)
                        .orElseThrow(
                                () -> file.error(old ? WRONG : "damaged, or an elliptic curve key without its curve"));
            default -> throw file.error("a " + block.label() + " is not supported; PKCS#8 is");
        };
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // Not of this kind; the next one is tried, and the last word is below.
            }
        }
        throw file.error(encrypted ? WRONG : "damaged, or a kind of key that Java does not know");
    }

    private byte[] decrypt(byte[] bytes) throws TlsFileException {
        PBEKeySpec secret = new PBEKeySpec(ByteText.toUnicode(needed()).toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
            // Older Javas name the scheme only, and what is in it by the text of the parameters.
            String name = info.getAlgName();
            boolean scheme = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
            String algorithm = scheme ? info.getAlgParameters().toString() : name;
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw file.error(WRONG);
        } catch (GeneralSecurityException | IOException e) {
            throw file.error("encrypted in a way that Java does not know; openssl pkcs8 -topk8 -v2 aes-256-cbc makes"
                    + " one that it knows");
        }
    }

    private byte[] decryptOld(Block block) throws TlsFileException {
        String[] info = block.headers().getOrDefault("dek-info", "").split(",");
        OldCipher known = OLD_CIPHERS.get(info[0].trim());
        if (known == null || info.length != 2) {
            throw file.error(
                    "encrypted in a way that is not supported; openssl pkcs8 -topk8 makes a PKCS#8 file of it");
        }
        byte[] secret = needed().getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] iv = HexFormat.of().parseHex(info[1].trim());
            Cipher cipher = Cipher.getInstance(known.transformation());
            String name =
                    known.transformation().substring(0, known.transformation().indexOf('/'));
            SecretKeySpec key = new SecretKeySpec(stretched(secret, iv, known.keyBytes()), name);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
            return cipher.doFinal(block.bytes());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw file.error(WRONG);
        }
    }

    /** The key that OpenSSL makes of a password: MD5 again and again over what was before, the password and the salt. */
    private static byte[] stretched(byte[] secret, byte[] iv, int length) throws GeneralSecurityException {
        byte[] key = new byte[length];
        byte[] last = new byte[0];
        for (int filled = 0; filled < length; filled += last.length) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(last);
            digest.update(secret);
            digest.update(Arrays.copyOf(iv, 8));
            last = digest.digest();
            System.arraycopy(last, 0, key, filled, Math.min(last.length, length - filled));
        }
        return key;
    }

    private String needed() throws TlsFileException {
        return password.orElseThrow(
                () -> file.error("the key is encrypted, and " + file.directive() + "-pass is not given"));
    }
}
