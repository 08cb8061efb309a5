package io.gongmail.server.portal;

import io.gongmail.server.notice.NoticeOffice;
import io.gongmail.server.notice.report.NoticeFiles;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.notice.report.NoticeSums;
import io.gongmail.server.notice.report.NoticeTally;
import io.gongmail.store.registry.OfficialNotice;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Where it is told how far a notice is: in all, by agency and by unit, on a page and in files with the same figures. */
final class NoticeReportPages {
    private static final String REPORT = NoticePages.NOTICES + "/{number}/report";

    /** Lines of one table on a page; files have all. */
    private static final int MOST_LINES = 200;

    private final NoticeOffice office;
    private final NoticeReports reports;
    private final NoticeShows shows;

    NoticeReportPages(NoticeOffice office, NoticeReports reports, NoticeShows shows) {
        this.office = office;
        this.reports = reports;
        this.shows = shows;
    }

    List<Route> routes() {
        return List.of(
                Route.page(
                        REPORT,
                        Door.CERTIFICATE,
                        Who.SIGNED_IN,
                        visit -> of(visit, (notice, sums) -> shown(visit, notice, sums))),
                Route.page(
                        REPORT + ".csv",
                        Door.CERTIFICATE,
                        Who.SIGNED_IN,
                        visit -> of(
                                visit,
                                (notice, sums) -> file("text/csv; charset=utf-8", "csv", NoticeFiles.csv(sums)))),
                Route.page(
                        REPORT + ".json",
                        Door.CERTIFICATE,
                        Who.SIGNED_IN,
                        visit ->
                                of(visit, (notice, sums) -> file("application/json", "json", NoticeFiles.json(sums)))));
    }

    /** {@code GET /notices/{number}/report} and its files; the notice itself where it is not out yet. */
    private Answer of(Visit visit, BiFunction<OfficialNotice, NoticeSums, Answer> answers) {
        return NoticePages.found(office, visit)
                .fold(
                        notice -> reports.of(notice.number())
                                .map(sums -> answers.apply(notice, sums))
                                .orElseGet(() -> Answer.seeOther(NoticePages.NOTICES + "/" + notice.number())),
                        refused -> new Answer.Refused(404, refused.code(), refused.facts()));
    }

    private static Answer file(String type, String ending, byte[] octets) {
        return new Answer.Octets(
                type, octets, Map.of("Content-Disposition", "attachment; filename=\"notice-report." + ending + "\""));
    }

    private Answer shown(Visit visit, OfficialNotice notice, NoticeSums sums) {
        boolean going = shows.isGoing(notice, sums.all().owed() > 0);
        boolean isOfSeveral = sums.agencies().size() > 1;
        return new Answer.Shown(
                200,
                "notice-report",
                new NoticeViews.Report(
                        notice.number().toString(),
                        notice.subject(),
                        notice.state().name(),
                        Shows.minute(sums.taken()),
                        figures(sums.audience(), sums.erased(), sums.all()),
                        isOfSeveral ? lines(sums.agencies(), line -> line.desk().agencyName()) : List.of(),
                        lines(
                                sums.units(),
                                line -> isOfSeveral
                                        ? withAgency(line)
                                        : line.desk().unit()),
                        sums.corrections().stream()
                                .map(one -> corrected(notice, one))
                                .toList(),
                        Math.max(sums.agencies().size(), sums.units().size()) > MOST_LINES,
                        going,
                        NoticePages.isStill(visit)),
                NoticePages.anew(visit, going));
    }

    private static NoticeViews.Corrected corrected(OfficialNotice notice, NoticeSums.Correction correction) {
        boolean isBy = correction.of().equals(notice.number());
        return new NoticeViews.Corrected(
                (isBy ? correction.by() : correction.of()).toString(), isBy, correction.unread(), correction.read());
    }

    private static String withAgency(NoticeSums.Line line) {
        return line.desk().unit().isEmpty()
                ? line.desk().agencyName()
                : line.desk().agencyName() + " " + line.desk().unit();
    }

    private static List<NoticeViews.Of> lines(List<NoticeSums.Line> lines, Function<NoticeSums.Line, String> name) {
        return lines.stream()
                .limit(MOST_LINES)
                .map(line -> new NoticeViews.Of(
                        name.apply(line), figures(line.tally().members(), 0, line.tally())))
                .toList();
    }

    private static NoticeViews.Figures figures(int size, int erased, NoticeTally tally) {
        return new NoticeViews.Figures(
                size,
                tally.read(),
                tally.unread(),
                tally.deleted(),
                tally.owed(),
                tally.failed(),
                tally.recalled(),
                erased);
    }
}
