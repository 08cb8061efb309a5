package io.gongmail.server.imap;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;

/**
 * Rights as they are written (RFC 4314 §2.1), with the two of RFC 2086 beside those that they became (§2.1.1): {@code c} is
 * {@code k} and {@code x}, {@code d} is {@code e} and {@code t}. Each right but these belongs to one of them at most, where James
 * counts {@code x} to both.
 */
final class RightsText {
    /** All that can be given, in the order of the RFC. */
    static final String ALL = "lrswipkxtea";

    private static final Set<Right> CREATE = EnumSet.of(Right.CreateMailbox, Right.DeleteMailbox);
    private static final Set<Right> DELETE = EnumSet.of(Right.PerformExpunge, Right.DeleteMessages);

    private RightsText() {}

    static String of(Rfc4314Rights rights) {
        StringBuilder text = new StringBuilder();
        for (char right : ALL.toCharArray()) {
            if (rights.contains(right(right).orElseThrow())) {
                text.append(right);
            }
        }
        if (CREATE.stream().anyMatch(rights::contains)) {
            text.append('c');
        }
        if (DELETE.stream().anyMatch(rights::contains)) {
            text.append('d');
        }
        return text.toString();
    }

    /** Empty where one of them is no right: such a command is BAD (§3.1). */
    static Optional<Rfc4314Rights> parse(String text) {
        EnumSet<Right> rights = EnumSet.noneOf(Right.class);
        for (char each : text.toCharArray()) {
            if (each == 'c') {
                rights.addAll(CREATE);
            } else if (each == 'd') {
                rights.addAll(DELETE);
            } else {
                Optional<Right> right = right(each);
                if (right.isEmpty()) {
                    return Optional.empty();
                }
                rights.add(right.get());
            }
        }
        return Optional.of(new Rfc4314Rights(rights));
    }

    private static Optional<Right> right(char letter) {
        return Right.allRights.stream()
                .filter(right -> right.asCharacter() == letter)
                .findFirst();
    }
}
