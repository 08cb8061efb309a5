package io.gongmail.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A disk in memory that knows for each octet and each name whether it would outlive a loss of power. Thread-safe. */
public final class Disk {
    static final int SECTOR = 512;

    /** A name made ({@code was} null), gone ({@code now} null), or leading elsewhere; of a move both halves are one. */
    private record Naming(String name, Inode inode, String gone) {
        boolean isIn(String folder) {
            return name != null && parent(name).equals(folder)
                    || gone != null && parent(gone).equals(folder);
        }

        boolean isOf(String file) {
            return name != null && (file.equals(name) || file.startsWith(name + "/")) || file.equals(gone);
        }
    }

    private final TreeMap<String, Inode> seen = new TreeMap<>();
    private final TreeMap<String, Inode> kept = new TreeMap<>();
    private final List<Naming> unsynced = new ArrayList<>();
    private long boots;

    /** A disk with nothing but an empty folder {@code /home}. */
    public Disk() {
        seen.put("/", new Inode(true, false));
        seen.put("/home", new Inode(true, false));
        kept.putAll(seen);
    }

    /** Another disk with the same on it. */
    public synchronized Disk copy() {
        Disk copy = new Disk();
        Map<Inode, Inode> copies = new IdentityHashMap<>();
        seen.forEach((name, inode) -> copy.seen.put(name, copies.computeIfAbsent(inode, Inode::copy)));
        kept.forEach((name, inode) -> copy.kept.put(name, copies.computeIfAbsent(inode, Inode::copy)));
        for (Naming naming : unsynced) {
            copy.unsynced.add(new Naming(
                    naming.name,
                    naming.inode == null ? null : copies.computeIfAbsent(naming.inode, Inode::copy),
                    naming.gone));
        }
        return copy;
    }

    /** The machine starts: a view for its programs. Views of before are dead. */
    public synchronized Mount boot(Faults faults) {
        return new Mount(this, ++boots, faults);
    }

    /** The programs end and the machine goes on: what they see stays, and is still not synced. */
    public synchronized void killPrograms() {
        boots++;
    }

    /** The power goes: what was not synced is scattered, and what is left is all that is seen. */
    public synchronized void losePower(Random random) {
        boots++;
        keepSome(random);
        kept.keySet().removeIf(name -> !reachable(name));
        seen.clear();
        seen.putAll(kept);
        for (Inode inode : kept.values()) {
            if (!inode.isSynced()) {
                inode.scatter(random);
            }
            inode.reread();
        }
    }

    private void keepSome(Random random) {
        int mode = random.nextInt(4);
        int until = random.nextInt(unsynced.size() + 1);
        for (int i = 0; i < unsynced.size(); i++) {
            boolean keeps = switch (mode) {
                case 0 -> false;
                case 1 -> true;
                case 2 -> i < until;
                default -> random.nextBoolean();
            };
            if (keeps) {
                keep(unsynced.get(i));
            }
        }
        unsynced.clear();
    }

    private void keep(Naming naming) {
        if (naming.gone != null) {
            kept.remove(naming.gone);
        }
        if (naming.name != null) {
            kept.put(naming.name, naming.inode);
        }
    }

    private boolean reachable(String name) {
        for (String at = name; !at.equals("/"); at = parent(at)) {
            Inode up = kept.get(parent(at));
            if (up == null || !up.folder) {
                return false;
            }
        }
        return true;
    }

    boolean isCurrent(long boot) {
        return boots == boot;
    }

    Inode find(String name) {
        return seen.get(name);
    }

    Inode make(String name, boolean folder, boolean wholeWrites) {
        Inode inode = new Inode(folder, wholeWrites);
        seen.put(name, inode);
        unsynced.add(new Naming(name, inode, null));
        return inode;
    }

    void remove(String name) {
        seen.remove(name);
        unsynced.add(new Naming(null, null, name));
    }

    void move(String from, String to) {
        Inode inode = seen.remove(from);
        seen.put(to, inode);
        unsynced.add(new Naming(to, inode, from));
    }

    List<String> list(String folder) {
        String prefix = folder.equals("/") ? "/" : folder + "/";
        List<String> names = new ArrayList<>();
        for (String name : seen.tailMap(prefix, false).keySet()) {
            if (!name.startsWith(prefix)) {
                break;
            }
            if (name.indexOf('/', prefix.length()) < 0) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }

    /** Names in {@code folder} last from now on. */
    void syncFolder(String folder) {
        keepWhere(naming -> naming.isIn(folder));
    }

    boolean isFolderSynced(String folder) {
        return unsynced.stream().noneMatch(naming -> naming.isIn(folder));
    }

    /** As ext4 and its like do with the sync of a file: its name lasts, and those of the folders above it. */
    void syncNameOf(String file) {
        keepWhere(naming -> naming.isOf(file));
    }

    boolean isNameSynced(String file) {
        return unsynced.stream().noneMatch(naming -> naming.isOf(file));
    }

    private void keepWhere(java.util.function.Predicate<Naming> condition) {
        unsynced.removeIf(naming -> {
            boolean keeps = condition.test(naming);
            if (keeps) {
                keep(naming);
            }
            return keeps;
        });
    }

    static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash <= 0 ? "/" : name.substring(0, slash);
    }

    /** Changes a bit at rest in some file whose name begins so; tells where. */
    public synchronized String flipBit(String prefix, Random random) {
        List<String> files = kept.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix) && !entry.getValue().folder)
                .filter(entry -> entry.getValue().length() > 0)
                .map(Map.Entry::getKey)
                .toList();
        String file = files.get(random.nextInt(files.size()));
        long at = random.nextLong(kept.get(file).length());
        kept.get(file).flip(at, random.nextInt(8));
        return file + " at " + at;
    }

    /** Writes what is seen into a real folder, for who looks into a failure. */
    public synchronized void dump(Path folder) throws IOException {
        for (Map.Entry<String, Inode> entry : seen.entrySet()) {
            Path file = folder.resolve(entry.getKey().substring(1));
            if (entry.getValue().folder) {
                Files.createDirectories(file);
            } else {
                Files.write(file, entry.getValue().octets());
            }
        }
    }
}
