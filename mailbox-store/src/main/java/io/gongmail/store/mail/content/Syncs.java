package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes files and folders outlive a loss of power. Thread-safe.
 *
 * <p>A sync that fails is told once: the system may have dropped what it could not write and call the next sync of the same file
 * a success. So none is asked for after one has failed, and nothing is kept until the store is opened again, which writes anew
 * what it cannot know to be on disk.
 */
final class Syncs {
    private static final Logger LOG = LoggerFactory.getLogger(Syncs.class);

    @FunctionalInterface
    private interface Sync {
        void run() throws IOException;
    }

    private volatile boolean failed;

    /** @throws StoreException when a sync has failed since the store was opened */
    void check() {
        if (failed) {
            throw new StoreException(
                    Kind.BROKEN,
                    "the disk failed to keep message content; nothing more is kept until the server is started again");
        }
    }

    void file(FileChannel channel) throws IOException {
        sync(() -> channel.force(true));
    }

    /** A new name in a folder outlives a crash only when the folder itself is synced. */
    void folder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            sync(() -> channel.force(true));
        }
    }

    private void sync(Sync sync) throws IOException {
        check();
        try {
            sync.run();
        } catch (IOException e) {
            failed = true;
            LOG.error("a sync failed, nothing more is kept until the server is started again: {}", e.toString());
            throw e;
        }
    }

    /** Makes {@code folder} and those above it where they are missing; its name lasts when this returns. */
    void makeFolder(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
            missing.push(at);
        }
        Files.createDirectories(folder);
        for (Path made : missing) {
            folderOf(made);
        }
        if (missing.isEmpty()) {
            // Whoever made it may have been killed before the sync.
            folderOf(folder.toAbsolutePath());
        }
    }

    private void folderOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            folder(parent);
        }
    }
}
