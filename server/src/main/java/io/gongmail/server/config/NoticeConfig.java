package io.gongmail.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code [notice]}: official notices to audiences.
 *
 * @param reminders of one notice at most
 * @param keep years
 */
public record NoticeConfig(
        NoticeApproval approval,
        String folder,
        Duration window,
        int pace,
        int quota,
        Duration ahead,
        int reminders,
        Duration remindAfter,
        int keep,
        Optional<Path> signingKeys,
        UnsignedNotices unsigned,
        DataSize attachmentSize,
        ExpiredNotices expired) {
    private static final int LONGEST_FOLDER = 200;

    static NoticeConfig from(Section notice) {
        NoticeConfig read = read(notice);
        if (read.folder.isBlank() || read.folder.length() > LONGEST_FOLDER) {
            notice.problem("folder", "is no name of a folder", "1 to " + LONGEST_FOLDER + " characters");
        }
        return read;
    }

    private static NoticeConfig read(Section notice) {
        return new NoticeConfig(
                notice.choice(
                        "approval",
                        NoticeApproval.ALL,
                        "Whose notices a second person approves before they go: everybody's; people's, and not those of agencies'"
                                + " systems; or nobody's."),
                notice.text(
                        "folder",
                        "공지",
                        "Where everybody has them: INBOX, or a folder that is made where it is missing."),
                notice.duration(
                        "window",
                        Duration.ofDays(1),
                        Duration.ofMinutes(1),
                        Duration.ofDays(30),
                        "A system that sends a notice again within this time, by the same X-Gongmail-Notice-Id or Message-ID, sends no"
                                + " second one."),
                notice.count("pace", 10, 1, 10_000, "Notices of one agency in a minute; more are told to come later."),
                notice.count(
                        "quota", 200, 1, 100_000, "Notices of one agency in 24 hours; more are told to come later."),
                notice.duration(
                        "ahead",
                        Duration.ofDays(90),
                        Duration.ofHours(1),
                        Duration.ofDays(365),
                        "How far ahead X-Gongmail-Notice-At may be."),
                notice.count(
                        "reminders",
                        3,
                        0,
                        100,
                        "Reminders of one notice, which go to those who have it and have not read it; 0: none."),
                notice.duration(
                        "remind-after",
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        Duration.ofDays(30),
                        "So long after one reminder of a notice there is no other."),
                notice.count(
                        "keep",
                        5,
                        1,
                        100,
                        "Years for which a notice is kept with its audience, approvals, report and recall, from the first of January after"
                                + " the last step on, as the Public Records Act counts (its terms are 1, 3, 5, 10 and 30 years). Then it is"
                                + " erased, and the audit trail tells so."),
                notice.pathOrNone(
                        "signing-keys",
                        "A folder with the keys of agencies that sign their notices (S/MIME), for the server's user alone (0600):"
                                + " CODE.p12, or a folder CODE with a signing pair of GPKI key files, and in CODE.password what opens"
                                + " it. The certificate is one that is registered with the agency's own account or system. Read again"
                                + " when they change; nothing: none is signed."),
                notice.choice(
                        "unsigned",
                        UnsignedNotices.HOLD,
                        "What becomes of a notice whose agency has a key there that does not sign, as its certificate has ended, is"
                                + " revoked or is not the agency's: hold until it does, or send unsigned."),
                notice.size(
                        "attachment-size",
                        DataSize.mebibytes(5),
                        DataSize.kibibytes(64),
                        DataSize.mebibytes(5),
                        "Files that one form of a notice may bring at the portal, together, beside what [portal] form-size gives every"
                                + " form; two such forms are read at a time."),
                notice.choice(
                        "expired",
                        ExpiredNotices.KEEP,
                        "What becomes of unread copies of a notice when it expires (Expires): keep them, or remove them from everybody's"
                                + " mailbox, as a recall does; what was read stays, and who has not got it yet does not get it."));
    }
}
