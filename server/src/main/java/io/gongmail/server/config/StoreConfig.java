package io.gongmail.server.config;

import java.nio.file.Path;

/** {@code [store]}: the embedded database and the message files. */
public record StoreConfig(int pageCache, int connections, DataSize segmentSize, DataSize quota, Path personalDataKeys) {
    static StoreConfig from(Section store) {
        return new StoreConfig(
                store.count(
                        "page-cache", 20_000, 1_000, 1_000_000, "Pages of 4 KiB that the database may keep in memory."),
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
                store.path(
                        "personal-data-keys",
                        "personal-data.keys",
                        "The keys that personal data of applicants is sealed with, for the server's user alone (0600). Made by"
                                + " 'gongmail personal-data make-key'; never in a backup, so keep a copy elsewhere: without it"
                                + " the data is lost."));
    }
}
