package io.gongmail.store.registry;

import java.util.List;

/**
 * Where mail to an account goes besides, or in place of, its own mailbox.
 *
 * @param to 1 to {@value #MOST} different addresses
 * @param keepsCopy whether it is put into the account's own mailbox as well
 */
public record Forwarding(List<Address> to, boolean keepsCopy) {
    public static final int MOST = 5;

    /** @throws IllegalArgumentException when there are none, too many, or one twice */
    public Forwarding {
        to = List.copyOf(to);
        if (to.isEmpty() || to.size() > MOST || to.stream().distinct().count() != to.size()) {
            throw new IllegalArgumentException("to: 1 to " + MOST + " different addresses");
        }
    }
}
