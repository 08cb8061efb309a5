package io.gongmail.store.backup;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of a point.
 *
 * @param path below the data folder, with slashes
 * @param modified when the original was last written, in milliseconds since 1970
 * @param parts one after the other they are the file
 */
record Kept(String path, long modified, List<Part> parts) {
    private static final Pattern PATH = Pattern.compile("(database|content)(/(?!\\.)[A-Za-z0-9._-]+)+");

    Kept {
        // Restored from what may have been written by anybody: it must not lead out of the folder.
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of a backup: " + path);
        }
        parts = List.copyOf(parts);
    }

    long size() {
        return parts.stream().mapToLong(Part::size).sum();
    }
}
