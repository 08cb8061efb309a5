package io.gongmail.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code [store]}: the database and the message files. */
public record StoreConfig(
        DatabaseConfig database,
        int pageCache,
        int connections,
        DataSize segmentSize,
        DataSize quota,
        List<Integer> quotaNotices,
        List<Retention> retention,
        Duration keepDeleted,
        Duration sweepEvery,
        Duration sweepGrace,
        int compactBelow,
        DataSize compactRate,
        Path personalDataKeys,
        Optional<Path> contentKeys) {
    static StoreConfig from(Section store) {
        return new StoreConfig(
                DatabaseConfig.from(store),
                store.count(
                        "page-cache",
                        20_000,
                        1_000,
                        1_000_000,
                        "Pages of 4 KiB that the embedded database may keep in memory."),
                store.count("connections", 16, 4, 200, "Connections to the database."),
                store.size(
                        "segment-size",
                        DataSize.mebibytes(256),
                        DataSize.mebibytes(1),
                        DataSize.mebibytes(4_096),
                        "A file of message bytes is closed at this size and the next begun."),
                store.size(
                        "quota",
                        DataSize.mebibytes(10 << 10),
                        new DataSize(0),
                        DataSize.mebibytes(16 << 20),
                        "What an account's messages may weigh together, where 'gongmail account quota' set nothing else for it;"
                                + " 0 is without limit. Mail to a full mailbox is tried again for a day, then its sender is"
                                + " told."),
                store.counts(
                        "quota-notices",
                        List.of(80, 90, 100),
                        1,
                        100,
                        "At so many percent of what a mailbox may hold its owner is told by mail, each time once until it has fallen"
                                + " below."),
                store.entries(
                        "retention",
                        Retention.ALLOWED,
                        Retention::parse,
                        "So long mail stays in folders of that name, everybody's; then it is deleted as if its owner had done it."
                                + " It counts from when it was put there."),
                store.durationOrNever(
                        "keep-deleted",
                        Duration.ofDays(14),
                        Duration.ofHours(1),
                        Duration.ofDays(3650),
                        "So long a message that was deleted from its mailbox can be had back by 'gongmail account undelete'. It counts"
                                + " for no limit meanwhile."),
                store.durationOrNever(
                        "sweep-every",
                        Duration.ofHours(6),
                        Duration.ofMinutes(1),
                        Duration.ofDays(30),
                        "So long after it was done, bytes of messages that no mailbox and no queue holds any more are looked for and"
                                + " removed again."),
                store.duration(
                        "sweep-grace",
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        Duration.ofDays(30),
                        "Bytes that arrived, were read or lost their last message within this time are not removed."),
                store.count(
                        "compact-below",
                        50,
                        1,
                        100,
                        "A file of message bytes is written anew when less of it than so many percent is still wanted."),
                store.size(
                        "compact-rate",
                        DataSize.mebibytes(16),
                        DataSize.mebibytes(1),
                        DataSize.mebibytes(4_096),
                        "So much a second at most is copied out of such files."),
                store.path(
                        "personal-data-keys",
                        "personal-data.keys",
                        "The keys that personal data of applicants is sealed with, for the server's user alone (0600). Made by"
                                + " 'gongmail personal-data make-key'; never in a backup, so keep a copy elsewhere: without it"
                                + " the data is lost."),
                store.pathOrNone(
                        "content-keys",
                        "The keys that bytes of messages are sealed with on disk, for the server's user alone (0600); nothing: they"
                                + " are in clear. Made by 'gongmail store make-key'; never in a backup, so keep a copy elsewhere:"
                                + " without it the mail is lost. The database (senders, subjects, flags) and the search index"
                                + " (words) are not sealed."));
    }
}
