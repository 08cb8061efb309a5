package io.gongmail.pki.revocation;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place that lists come from, and the list in hand of it.
 *
 * @param issuer whose list it is
 * @param sources the file or folder it stands in, or the addresses it is fetched from
 * @param partition the addresses of its issuing distribution point; empty where it names none
 * @param number its CRL number, −1 where it has none; null where no list is in hand
 * @param fetched when it was fetched last; null where it was not since the start, and for files
 * @param failingSince since when it cannot be had; null where it can
 * @param failure why not; empty where it can
 */
public record ListState(
        String issuer,
        List<String> sources,
        List<String> partition,
        @Nullable BigInteger number,
        @Nullable Instant thisUpdate,
        @Nullable Instant nextUpdate,
        @Nullable Instant fetched,
        @Nullable Instant failingSince,
        String failure) {
    public ListState {
        sources = List.copyOf(sources);
        partition = List.copyOf(partition);
    }

    /** Of a list in a file. */
    static ListState inFile(X509CRL list, String file) {
        ReadList read = ReadList.of(list);
        return new ListState(
                list.getIssuerX500Principal().getName(),
                List.of(file),
                read.scope().addresses(),
                read.number(),
                read.thisUpdate(),
                read.nextUpdate(),
                null,
                null,
                "");
    }

    public boolean isFailing() {
        return failingSince != null;
    }
}
