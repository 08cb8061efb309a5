package io.gongmail.server.imap;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/** How the octets of a part are encoded for transfer (RFC 2045 §6). */
enum TransferEncoding {
    NONE {
        @Override
        InputStream decoded(InputStream octets) {
            return octets;
        }
    },
    BASE64 {
        @Override
        InputStream decoded(InputStream octets) {
            return closing(new Base64InputStream(octets, DecodeMonitor.SILENT), octets);
        }
    },
    QUOTED_PRINTABLE {
        @Override
        InputStream decoded(InputStream octets) {
            return closing(new QuotedPrintableInputStream(octets, DecodeMonitor.SILENT), octets);
        }
    };

    /** The octets without it, as they are read; what is encoded wrongly is read as far as it makes sense. Closes them. */
    abstract InputStream decoded(InputStream octets);

    /** mime4j's decoders leave open what they read from. */
    private static InputStream closing(InputStream decoder, InputStream octets) {
        return new FilterInputStream(decoder) {
            @Override
            public void close() throws IOException {
                try (octets) {
                    super.close();
                }
            }
        };
    }

    /** What the header of a part says; empty for what nobody knows how to decode. */
    static Optional<TransferEncoding> of(byte[] header) throws IOException {
        PartHeader fields = new PartHeader(null);
        OctetLines lines = new OctetLines(new ByteArrayInputStream(header));
        while (lines.next() && !lines.isEmpty()) {
            fields.add(lines);
        }
        fields.end();
        return switch (fields.encoding().toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary" -> Optional.of(NONE);
            case "base64" -> Optional.of(BASE64);
            case "quoted-printable" -> Optional.of(QUOTED_PRINTABLE);
            default -> Optional.empty();
        };
    }
}
