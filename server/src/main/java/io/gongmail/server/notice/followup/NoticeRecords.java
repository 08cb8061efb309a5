package io.gongmail.server.notice.followup;

import io.gongmail.server.notice.record.NoticeExport;
import io.gongmail.server.notice.record.NoticeVerification;
import io.gongmail.server.notice.report.NoticeReports;

/** What is done with notices that are out. */
public record NoticeRecords(
        NoticeReports reports, NoticeReminders reminders, NoticeExport export, NoticeVerification verification) {}
