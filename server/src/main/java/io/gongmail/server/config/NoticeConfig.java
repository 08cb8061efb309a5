package io.gongmail.server.config;

import java.time.Duration;

/** {@code [notice]}: official notices to audiences. */
public record NoticeConfig(
        NoticeApproval approval, String folder, Duration window, int pace, int quota, Duration ahead) {
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
                        "How far ahead X-Gongmail-Notice-At may be."));
    }
}
