package io.gongmail.store.backup;

import io.gongmail.store.mail.content.ContentFolder;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a backup from first to last octet and compares it with what it says of itself. For one thread. */
public final class Verification {
    private static final int BUFFER = 256 * 1024;
    private static final int MOST_FAULTS = 1_000;

    private final BackupFolder folder;
    private final ContentKeys keys;
    private final Progress progress;
    private final List<String> faults = new ArrayList<>();
    /** What was read already, with whether it is as it was written. */
    private final Map<Part, Boolean> read = new HashMap<>();

    private final Set<Part> searched = new HashSet<>();
    /** Whether what was copied is looked at too. */
    private boolean original = true;

    private long done;
    private long all;

    private Verification(BackupFolder folder, ContentKeys keys, Progress progress) {
        this.folder = folder;
        this.keys = keys;
        this.progress = progress;
    }

    /**
     * Checks all points of {@code folder}; what is wrong, in words, at most 1,000 things, none when it is good.
     *
     * @param keys what content was sealed with, where they are here; without them sealed content is compared with what was copied,
     *     and not with what it was
     */
    public static List<String> of(BackupFolder folder, ContentKeys keys, Progress progress) throws IOException {
        Verification verification = new Verification(folder, keys, progress);
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : folder.manifestFiles()) {
            try {
                manifests.add(Manifest.read(file));
            } catch (IOException e) {
                verification.fault(String.valueOf(e.getMessage()));
            }
        }
        verification.check(manifests);
        return verification.faults;
    }

    /**
     * What of one point is not as it was written. What was damaged before is no reason not to restore the rest: the server tells it
     * to who reads it.
     */
    static List<String> of(BackupFolder folder, Manifest manifest, Progress progress) throws IOException {
        Verification verification = new Verification(folder, ContentKeys.NONE, progress);
        verification.original = false;
        verification.check(List.of(manifest));
        return verification.faults;
    }

    private void check(List<Manifest> manifests) throws IOException {
        all = manifests.stream()
                .flatMap(manifest -> manifest.files().stream())
                .flatMap(kept -> kept.parts().stream())
                .distinct()
                .mapToLong(Part::size)
                .sum();
        for (Manifest manifest : manifests) {
            ContentKeys opening = original && opens(manifest) ? keys : ContentKeys.NONE;
            for (Kept kept : manifest.files()) {
                check(manifest, kept, opening);
            }
        }
        progress.at("reading", all, all);
    }

    private boolean opens(Manifest manifest) throws IOException {
        Optional<Kept> used = manifest.usedKeys();
        return used.isPresent()
                && used.get().parts().stream().allMatch(this::isAsWritten)
                && ContentFolder.opens(
                        keys,
                        used.get().parts().stream()
                                .map(part -> folder.object(part.hash()))
                                .toList());
    }

    private void check(Manifest manifest, Kept kept, ContentKeys opening) throws IOException {
        String where = "point " + manifest.taken() + ", " + kept.path() + ": ";
        String content = kept.path().substring(kept.path().indexOf('/') + 1);
        boolean isContent = kept.path().startsWith(Backup.CONTENT + "/");
        long at = 0;
        for (Part part : kept.parts()) {
            if (!isAsWritten(part)) {
                fault(where + folder.object(part.hash())
                        + " is missing or damaged; where it is deleted, the next backup copies" + " it again");
            } else if (original && isContent && ContentFolder.isSegment(content) && searched.add(part)) {
                for (ContentFolder.Damage damage :
                        ContentFolder.damageIn(folder.object(part.hash()), at == 0, opening)) {
                    fault(where + "octets " + (at + damage.from()) + " to " + (at + damage.to())
                            + " were damaged before they were copied");
                }
            }
            at += part.size();
        }
        Optional<Sha256> named = original && isContent ? ContentFolder.hashOf(content) : Optional.empty();
        if (named.isPresent() && !kept.parts().stream().map(Part::hash).toList().equals(List.of(named.get()))) {
            // Also what is sealed is not named by the hash of its file.
            if (kept.parts().size() != 1
                    || isAsWritten(kept.parts().get(0))
                            && ContentFolder.isDamaged(
                                    folder.object(kept.parts().get(0).hash()), named.get(), opening)) {
                fault(where + "was damaged before it was copied");
            }
        }
    }

    private boolean isAsWritten(Part part) {
        Boolean known = read.get(part);
        if (known == null) {
            progress.at("reading", done, all);
            known = holds(part);
            read.put(part, known);
            done += part.size();
        }
        return known;
    }

    private boolean holds(Part part) {
        if (!folder.has(part)) {
            return false;
        }
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(folder.object(part.hash()))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException e) {
            // A disk that cannot read it is as good as none.
            return false;
        }
        return Sha256.of(digest.digest()).equals(part.hash());
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }
}
