package io.gongmail.store.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.james.core.Username;

/** What one user's mailboxes hold by what was acknowledged, and the one change of which nobody knows. */
final class Account {
    final Username user;
    TreeMap<String, Box> boxes = new TreeMap<>();
    /** What an operation that failed would have changed; it is there as a whole or not at all. */
    Consumer<TreeMap<String, Box>> doubt;
    /** Hashes of what it deleted and could have back, and of what it would have by the doubt. */
    final List<String> deleted = new ArrayList<>();

    final List<String> doubtedDeleted = new ArrayList<>();
    /** Hashes of what it deleted so long ago that it may be gone. */
    final List<String> old = new ArrayList<>();

    Account(String name) {
        this.user = Username.of(name + "@moe.gongmail.example");
    }

    /** So much time goes by that what it deleted need not be kept any longer. */
    void age() {
        old.addAll(deleted);
        old.addAll(doubtedDeleted);
        deleted.clear();
        doubtedDeleted.clear();
    }

    static TreeMap<String, Box> copy(TreeMap<String, Box> boxes) {
        TreeMap<String, Box> copies = new TreeMap<>();
        boxes.forEach((name, box) -> copies.put(name, box.copy()));
        return copies;
    }
}
