package io.gongmail.store.mail.quota;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.james.core.Username;

/** Who shares a limit with whom, beside everybody's own. Thread-safe; calls may block. */
public interface QuotaGroups {
    /** Nobody with anybody. */
    QuotaGroups NONE = new QuotaGroups() {
        @Override
        public Optional<String> of(Username user) {
            return Optional.empty();
        }

        @Override
        public OptionalLong limit(String group) {
            return OptionalLong.empty();
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

    /** The group of a user; empty where it has none. */
    Optional<String> of(Username user);

    /** Octets that a group may hold together; empty where it has no limit. */
    OptionalLong limit(String group);

    /**
     * Who has a mailbox in the group, in the order of their names, those after {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    List<Username> members(String group, String after, int limit);
}
