package io.gongmail.server.imap;

import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.Set;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.encode.ImapResponseComposer;

/** What was found. */
interface SearchAnswer extends WrittenAnswer {
    /**
     * All of it: SEARCH (RFC 9051 §7.3.4, RFC 7162 §3.1.5) and SORT (RFC 5256 §4).
     *
     * @param modSeq 0 where none is told
     */
    record Listed(String name, ImmutableLongArray ids, long modSeq) implements SearchAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged().message(name);
            for (int i = 0; i < ids.length(); i++) {
                to.message(ids.get(i));
            }
            if (modSeq > 0) {
                to.openParen().message("MODSEQ").message(modSeq).closeParen();
            }
            to.end();
        }
    }

    /**
     * What of it was asked for: ESEARCH (RFC 4731 §3.1). Of nothing there is no lowest, highest or set.
     *
     * @param ids rising
     * @param modSeq 0 where none is told
     */
    record Extended(Tag tag, boolean byUid, Set<SearchResultOption> asked, ImmutableLongArray ids, long modSeq)
            implements SearchAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged().message("ESEARCH").openParen().message("TAG");
            to.quote(tag.asString()).closeParen();
            if (byUid) {
                to.message("UID");
            }
            boolean some = !ids.isEmpty();
            if (some && asked.contains(SearchResultOption.MIN)) {
                to.message("MIN").message(ids.get(0));
            }
            if (some && asked.contains(SearchResultOption.MAX)) {
                to.message("MAX").message(ids.get(ids.length() - 1));
            }
            if (asked.contains(SearchResultOption.COUNT)) {
                to.message("COUNT").message(ids.length());
            }
            if (some && asked.contains(SearchResultOption.ALL)) {
                to.message("ALL").message(set(ids));
            }
            if (modSeq > 0) {
                to.message("MODSEQ").message(modSeq);
            }
            to.end();
        }

        /** A sequence-set (RFC 9051 §9). */
        static String set(ImmutableLongArray rising) {
            StringBuilder set = new StringBuilder();
            for (int begin = 0; begin < rising.length(); ) {
                int end = begin;
                while (end + 1 < rising.length() && rising.get(end + 1) == rising.get(end) + 1) {
                    end++;
                }
                set.append(begin == 0 ? "" : ",").append(rising.get(begin));
                if (end > begin) {
                    set.append(':').append(rising.get(end));
                }
                begin = end + 1;
            }
            return set.toString();
        }
    }
}
