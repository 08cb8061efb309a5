package io.gongmail.server.imap;

import io.gongmail.server.imap.ListRequested.Select;
import io.gongmail.server.imap.ListRequested.Tell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.mailbox.model.MailboxConstants;

/**
 * Which names LIST answers with, and what it tells of each (RFC 5258): mailboxes, names that are subscribed to and are none any
 * more, and levels above mailboxes that are none themselves. Pure.
 */
final class ListedNames {
    private static final char DELIMITER = MailboxConstants.DEFAULT_DELIMITER;
    private static final Comparator<String> INBOX_FIRST = Comparator.comparing(
                    (String name) -> !name.equals(MailboxConstants.INBOX))
            .thenComparing(Comparator.naturalOrder());

    private final Map<String, Set<String>> mailboxes;
    private final Set<String> subscribed;
    private final ListRequested request;
    private final List<ListPattern> patterns;
    private final Set<String> levels;

    /** @param mailboxes by their names, with what they are for (RFC 6154 §2) */
    ListedNames(Map<String, Set<String>> mailboxes, Set<String> subscribed, ListRequested request) {
        this.mailboxes = mailboxes;
        this.subscribed = subscribed;
        this.request = request;
        this.patterns = request.patterns().stream()
                .map(pattern -> new ListPattern(request.reference() + pattern))
                .toList();
        this.levels = above(mailboxes.keySet());
    }

    List<ListAnswer> answers() {
        Set<Select> select = request.options().select();
        Set<String> names = new TreeSet<>(INBOX_FIRST);
        names.addAll(mailboxes.keySet());
        names.addAll(levels);
        Set<String> chosen = new HashSet<>();
        if (select.contains(Select.SUBSCRIBED)) {
            names.addAll(subscribed);
            names.addAll(above(subscribed));
        }
        names.stream().filter(this::isSelected).forEach(chosen::add);
        Set<String> aboveChosen = select.contains(Select.RECURSIVEMATCH) ? above(chosen) : Set.of();
        List<ListAnswer> answers = new ArrayList<>();
        for (String name : names) {
            boolean there = mailboxes.containsKey(name);
            boolean criteria = select.contains(Select.SUBSCRIBED) || select.contains(Select.SPECIAL_USE);
            boolean listed = criteria
                    ? chosen.contains(name) || aboveChosen.contains(name)
                    // RFC 9051 §6.3.9: levels that are no mailboxes, where the pattern ends at a level.
                    : there || patterns.stream().anyMatch(pattern -> pattern.asksLevels() && pattern.matches(name));
            if (listed && patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
                answers.add(new ListAnswer(name, attributes(name, there), childInfo(aboveChosen.contains(name))));
            }
        }
        return answers;
    }

    private boolean isSelected(String name) {
        Set<Select> select = request.options().select();
        return (!select.contains(Select.SUBSCRIBED) || subscribed.contains(name))
                && (!select.contains(Select.SPECIAL_USE)
                        || !mailboxes.getOrDefault(name, Set.of()).isEmpty());
    }

    private List<String> attributes(String name, boolean there) {
        ListRequested.Options options = request.options();
        List<String> attributes = new ArrayList<>();
        if (!there) {
            // RFC 5258 §3: the first means the second, which alone is known to who does not ask for more.
            attributes.add(options.extended() ? "\\NonExistent" : "\\Noselect");
        }
        if (levels.contains(name)) {
            attributes.add("\\HasChildren");
        } else if (there) {
            attributes.add("\\HasNoChildren");
        }
        attributes.addAll(mailboxes.getOrDefault(name, Set.of()));
        boolean tells =
                options.select().contains(Select.SUBSCRIBED) || options.tell().contains(Tell.SUBSCRIBED);
        if (tells && subscribed.contains(name)) {
            attributes.add("\\Subscribed");
        }
        return attributes;
    }

    private List<String> childInfo(boolean below) {
        List<String> met = new ArrayList<>();
        if (below) {
            if (request.options().select().contains(Select.SUBSCRIBED)) {
                met.add("SUBSCRIBED");
            }
            if (request.options().select().contains(Select.SPECIAL_USE)) {
                met.add("SPECIAL-USE");
            }
        }
        return met;
    }

    private static Set<String> above(Set<String> names) {
        Set<String> above = new HashSet<>();
        for (String name : names) {
            for (int end = name.lastIndexOf(DELIMITER); end > 0; end = name.lastIndexOf(DELIMITER, end - 1)) {
                above.add(name.substring(0, end));
            }
        }
        return above;
    }
}
