package io.gongmail.server.notice.audience;

import io.gongmail.store.registry.Address;
import java.util.List;

/**
 * Whom an expression means, at the moment it was resolved.
 *
 * @param expression as it was written
 * @param members by address, each once
 */
public record Audience(String expression, List<Address> members) {
    public Audience {
        members = List.copyOf(members);
    }

    public int size() {
        return members.size();
    }
}
