package io.gongmail.store.mail.quota;

import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;

/** Who shares a limit with whom, beside everybody's own. Thread-safe; calls may block. */
public interface QuotaGroups {
    /** Nobody with anybody. */
    QuotaGroups NONE = new QuotaGroups() {
        @Override
        public Optional<Group> of(Username user) {
            return Optional.empty();
        }

        @Override
        public List<Username> members(String group, String after, int limit) {
            return List.of();
        }
    };

    /**
     * Whose messages may weigh so much together.
     *
     * @param octets 0 or more
     */
    record Group(String name, long octets) {}

    /** The group of a user; empty where it has none, or none with a limit. */
    Optional<Group> of(Username user);

    /**
     * Who has a mailbox in the group, in the order of their names, those after {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    List<Username> members(String group, String after, int limit);
}
