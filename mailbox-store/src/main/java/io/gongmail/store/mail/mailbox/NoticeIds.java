package io.gongmail.store.mail.mailbox;

/**
 * Message ids of the copies of notices, which tell whose copy of which notice they are wherever a copy is moved. Other ids are
 * random, so that one in 2<sup>40</sup> of them looks like these; it names no notice then.
 */
final class NoticeIds {
    /** So many a notice may have. */
    static final int MOST = 1 << 24;

    private static final int MEMBER_BITS = 24;
    private static final long MARK = 0x6E_6F74_6963L << MEMBER_BITS;

    private NoticeIds() {}

    static MessageNumber of(long time, int member) {
        return new MessageNumber(time, MARK | member);
    }

    static boolean isOne(MessageNumber id) {
        return (id.random() & ~(MOST - 1L)) == MARK;
    }

    static int member(MessageNumber id) {
        return (int) (id.random() & (MOST - 1));
    }
}
