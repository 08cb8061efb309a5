package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * A notice of an agency, as it stands.
 *
 * @param version grows with each step
 * @param members how many the audience meant when it was accepted
 * @param membersSha256 of their addresses in order, each ended by LF
 * @param asker who asked that it is recalled
 * @param corrects the one whose place it takes
 */
public record OfficialNotice(
        NoticeNumber number,
        int version,
        OfficialNoticeState state,
        Address sender,
        Address author,
        String agency,
        String contentSha256,
        String subject,
        String audience,
        int members,
        String membersSha256,
        long octets,
        String folder,
        NoticePriority priority,
        boolean mustRead,
        String envelopeId,
        Instant submitted,
        Instant due,
        Optional<Instant> expires,
        Optional<Address> asker,
        Optional<NoticeNumber> corrects) {

    /** Whether it is with who delivers it. */
    public boolean isOut() {
        return switch (state) {
            case RELEASED, RECALL_ASKED, RECALLING, RECALLED -> true;
            case SUBMITTED, APPROVED, RETURNED, REJECTED, EXPIRED, RELEASING -> false;
        };
    }

    /** Whether it goes no more. */
    public boolean isOver(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }
}
