package io.gongmail.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Cuts what a file holds into its outermost DER objects, so that each is handed to Bouncy Castle as octets that end: of a
 * stream it does not know the end of, it makes room for as much as the first length claims.
 */
final class DerObjects {
    private static final int SEQUENCE = BERTags.SEQUENCE | BERTags.CONSTRUCTED;

    private DerObjects() {}

    /**
     * One or more after another in DER, or those between the PEM lines (RFC 7468) that name one of {@code labels}; none of an
     * empty file. What follows DER and is no more of it is passed over, as is PEM of another label.
     *
     * @throws IOException when there is neither, or it is broken
     */
    static List<byte[]> of(byte[] octets, Set<String> labels) throws IOException {
        try {
            if (octets.length == 0) {
                return List.of();
            }
            return octets[0] == SEQUENCE ? oneAfterAnother(octets) : between(octets, labels);
        } catch (RuntimeException e) {
            // Bouncy Castle meets broken DER and broken Base64 with many kinds.
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<byte[]> oneAfterAnother(byte[] octets) throws IOException {
        List<byte[]> found = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(octets);
        for (int from = 0; from < octets.length && octets[from] == SEQUENCE; from = octets.length - in.available()) {
            new ASN1InputStream(in, true).readObject();
            found.add(Arrays.copyOfRange(octets, from, octets.length - in.available()));
        }
        return found;
    }

    private static List<byte[]> between(byte[] octets, Set<String> labels) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (PemReader lines =
                new PemReader(new InputStreamReader(new ByteArrayInputStream(octets), StandardCharsets.ISO_8859_1))) {
            for (PemObject object = lines.readPemObject(); object != null; object = lines.readPemObject()) {
                if (labels.contains(object.getType())) {
                    found.add(object.getContent());
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException("neither DER nor a line that begins PEM");
        }
        return found;
    }
}
