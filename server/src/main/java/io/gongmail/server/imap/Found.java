package io.gongmail.server.imap;

import com.google.common.primitives.ImmutableLongArray;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;

/**
 * Messages that a search found and that the session knows of, rising: 16 octets each.
 *
 * @param uids as many as {@code numbers}
 * @param numbers their sequence numbers
 */
record Found(ImmutableLongArray uids, ImmutableLongArray numbers) {
    static Found of(Collection<MessageUid> found, SelectedMailbox selected) {
        ImmutableLongArray.Builder uids = ImmutableLongArray.builder(found.size());
        ImmutableLongArray.Builder numbers = ImmutableLongArray.builder(found.size());
        for (MessageUid uid : found) {
            int number = selected.msn(uid).foldSilent(() -> 0, msn -> msn.asInt());
            if (number > 0) {
                uids.add(uid.asLong());
                numbers.add(number);
            }
        }
        return new Found(uids.build(), numbers.build());
    }

    boolean isEmpty() {
        return uids.isEmpty();
    }

    /** As a command by UID, or one by number, tells them. */
    ImmutableLongArray ids(boolean byUid) {
        return byUid ? uids : numbers;
    }

    /** Those at {@code places}, in whatever order these come. */
    Found some(int[] places) {
        int[] rising = places.clone();
        Arrays.sort(rising);
        ImmutableLongArray.Builder someUids = ImmutableLongArray.builder(rising.length);
        ImmutableLongArray.Builder someNumbers = ImmutableLongArray.builder(rising.length);
        for (int place : rising) {
            someUids.add(uids.get(place));
            someNumbers.add(numbers.get(place));
        }
        return new Found(someUids.build(), someNumbers.build());
    }

    /** The first alone, the last alone, or both. */
    Found ends(boolean first, boolean last) {
        int end = uids.length() - 1;
        if (isEmpty() || !first && !last) {
            return new Found(ImmutableLongArray.of(), ImmutableLongArray.of());
        }
        if (first && last && end > 0) {
            return new Found(
                    ImmutableLongArray.of(uids.get(0), uids.get(end)),
                    ImmutableLongArray.of(numbers.get(0), numbers.get(end)));
        }
        int only = first ? 0 : end;
        return new Found(uids.subArray(only, only + 1), numbers.subArray(only, only + 1));
    }

    /** From UID to UID, with nothing else between that the session knows of. */
    List<MessageRange> ranges() {
        List<MessageRange> ranges = new ArrayList<>();
        for (int begin = 0; begin < uids.length(); ) {
            int end = begin;
            while (end + 1 < uids.length() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            ranges.add(MessageRange.range(MessageUid.of(uids.get(begin)), MessageUid.of(uids.get(end))));
            begin = end + 1;
        }
        return ranges;
    }

    /** The highest mod-sequence of them; 0 where there are none. Reads a page at a time. */
    long highestModSeq(MailReader reader, SelectedMailbox selected) {
        long highest = 0;
        for (int at = 0; at < uids.length(); ) {
            List<ListedMessage> page = reader.page(
                    selected.getMailboxId(), uids.get(at), uids.get(uids.length() - 1), -1, MailReader.PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (ListedMessage message : page) {
                while (at < uids.length() && uids.get(at) < message.uid()) {
                    at++;
                }
                if (at < uids.length() && uids.get(at) == message.uid()) {
                    highest = Math.max(highest, message.modSeq());
                    at++;
                }
            }
        }
        return highest;
    }
}
