package io.gongmail.server.notice;

/** What is done with notices that are out. */
public record NoticeRecords(
        NoticeReports reports, NoticeReminders reminders, NoticeExport export, NoticeVerification verification) {}
