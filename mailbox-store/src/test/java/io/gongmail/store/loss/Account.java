package io.gongmail.store.loss;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.james.core.Username;

/** What one user's mailboxes hold by what was acknowledged, and the one change of which nobody knows. */
final class Account {
    final Username user;
    TreeMap<String, Box> boxes = new TreeMap<>();
    /** What an operation that failed would have changed; it is there as a whole or not at all. */
    Consumer<TreeMap<String, Box>> doubt;

    Account(String name) {
        this.user = Username.of(name + "@moe.gongmail.example");
    }

    static TreeMap<String, Box> copy(TreeMap<String, Box> boxes) {
        TreeMap<String, Box> copies = new TreeMap<>();
        boxes.forEach((name, box) -> copies.put(name, box.copy()));
        return copies;
    }
}
