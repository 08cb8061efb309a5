package io.gongmail.store.mail.search;

import io.gongmail.store.mail.mailbox.ArrivedContents;

/**
 * How far the index has come.
 *
 * @param documents contents in the index
 * @param walking whether all contents are being taken in, after a rebuild or at the first start with an index
 * @param percent of the walk that is done, 0 to 100
 * @param behind contents that arrived and are not in yet, apart from the walk
 */
public record Progress(int documents, boolean walking, int percent, long behind) {
    static Progress of(TextIndex index, ArrivedContents contents, Mark reached) {
        // Hashes are spread evenly, so their beginning tells how many are behind them.
        int percent = reached.walked()
                .map(hash -> (int) (100 * ((hash.first() >>> 1) / (double) Long.MAX_VALUE)))
                .orElse(100);
        return new Progress(
                index.documents(),
                reached.walked().isPresent(),
                percent,
                Math.max(0, contents.last() - reached.number()));
    }
}
