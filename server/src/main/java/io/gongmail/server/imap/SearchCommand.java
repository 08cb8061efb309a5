package io.gongmail.server.imap;

import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.request.SearchResultOption;

/**
 * SEARCH as it was asked.
 *
 * @param returned what RETURN names (RFC 4731 §3.1); empty where there is no RETURN
 */
record SearchCommand(Tag tag, boolean byUid, Optional<Set<SearchResultOption>> returned, SearchKeys.Read keys)
        implements Inquiry.Request {
    @Override
    public Tag getTag() {
        return tag;
    }

    @Override
    public ImapCommand getCommand() {
        return ImapConstants.SEARCH_COMMAND;
    }

    boolean saves() {
        return returned.filter(options -> options.contains(SearchResultOption.SAVE))
                .isPresent();
    }
}
