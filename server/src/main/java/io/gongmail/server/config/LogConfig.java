package io.gongmail.server.config;

import java.nio.file.Path;

/** {@code [log]}: where the server writes its log, and how much of it is kept. */
public record LogConfig(Path folder, DataSize fileSize, DataSize totalSize, int days) {
    static LogConfig from(Section log) {
        return new LogConfig(
                log.path(
                        "folder",
                        "log",
                        "Log files, besides what logback.xml writes. Only the server's user may read them."),
                log.size(
                        "file-size",
                        DataSize.mebibytes(16),
                        DataSize.kibibytes(64),
                        DataSize.mebibytes(1024),
                        "A file is closed and packed at this size, and each day."),
                log.size(
                        "total-size",
                        DataSize.mebibytes(256),
                        DataSize.mebibytes(1),
                        DataSize.mebibytes(1024 * 1024),
                        "Packed files are deleted, the oldest first, beyond this size together."),
                log.count("days", 90, 1, 3_650, "And after so many days."));
    }
}
