package io.gongmail.server.portal;

import java.net.URI;

/** What answers, put together by {@link Portal} for the table of routes. */
record Pages(
        Assets assets,
        ConsentPages consent,
        IdentityPages identity,
        DetailsPages details,
        CertificatePages certificate,
        StatusPages status,
        CheckPages check,
        AccountPages account,
        OwnCertificatesPages ownCertificates,
        AgencyPages agency,
        AbsencePages absence,
        NoticePages notices,
        NoticeWritingPages noticeWriting,
        NoticeReportPages noticeReports,
        BulkApprovalPages bulkApproval,
        SetupPages setup,
        AdministrationPages administration,
        AccountReviewPages accountReview,
        ReviewPages review,
        LostPages lost,
        MovePages move,
        URI publicDoor) {

    /** {@code GET /}: the front page stands at the public door alone. */
    Answer front(Visit visit) {
        return visit.door() == Door.PUBLIC ? Answer.shown("front", new Views.Front()) : new Answer.SeeOther(publicDoor);
    }
}
