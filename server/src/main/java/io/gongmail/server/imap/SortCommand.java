package io.gongmail.server.imap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.request.SearchResultOption;

/**
 * SORT as it was asked (RFC 5256 §3).
 *
 * @param order at least one
 * @param returned what RETURN names (RFC 5267 §3.1); empty where there is no RETURN
 */
record SortCommand(
        Tag tag, boolean byUid, List<SortKey> order, Optional<Set<SearchResultOption>> returned, SearchKeys.Read keys)
        implements Inquiry.Request {
    static final ImapCommand SORT = ImapCommand.selectedStateCommand("SORT");

    @Override
    public Tag getTag() {
        return tag;
    }

    @Override
    public ImapCommand getCommand() {
        return SORT;
    }

    boolean saves() {
        return returned.filter(options -> options.contains(SearchResultOption.SAVE))
                .isPresent();
    }
}
