package io.gongmail.server.imap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** LIST, plain or extended (RFC 9051 §6.3.9), or XLIST. */
final class ListRequested extends AbstractImapRequest {
    /** Which names are asked for. */
    enum Select {
        SUBSCRIBED,
        REMOTE,
        RECURSIVEMATCH,
        SPECIAL_USE
    }

    /** What is to be told of them. */
    enum Tell {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE,
        MYRIGHTS
    }

    private final String reference;
    private final List<String> patterns;
    private final Options options;

    /**
     * @param extended whether options or several patterns were given
     * @param status what to tell of each mailbox's state (RFC 5819)
     */
    record Options(boolean extended, Set<Select> select, Set<Tell> tell, Optional<StatusDataItems> status) {}

    /** @param patterns decoded, as {@code reference} is */
    ListRequested(Tag tag, String reference, List<String> patterns, Options options) {
        this(ImapConstants.LIST_COMMAND, tag, reference, patterns, options);
    }

    private ListRequested(ImapCommand command, Tag tag, String reference, List<String> patterns, Options options) {
        super(tag, command);
        this.reference = reference;
        this.patterns = List.copyOf(patterns);
        this.options = options;
    }

    /** XLIST, which has one pattern and no options. */
    static ListRequested xlist(Tag tag, String reference, String pattern) {
        Options none = new Options(false, Set.of(), Set.of(), Optional.empty());
        return new ListRequested(ImapConstants.XLIST_COMMAND, tag, reference, List.of(pattern), none);
    }

    boolean isXlist() {
        return getCommand() == ImapConstants.XLIST_COMMAND;
    }

    String reference() {
        return reference;
    }

    List<String> patterns() {
        return patterns;
    }

    Options options() {
        return options;
    }
}
