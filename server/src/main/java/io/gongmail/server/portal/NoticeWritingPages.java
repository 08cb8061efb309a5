package io.gongmail.server.portal;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.notice.Enclosure;
import io.gongmail.server.notice.NoticeOffice;
import io.gongmail.server.notice.UnsentNotice;
import io.gongmail.server.notice.UnsentNotices;
import io.gongmail.server.notice.WrittenNotice;
import io.gongmail.server.notice.audience.Audience;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where a notice is written, in three steps that can be left and gone on with: it is saved with each, then it is shown whom it would go
 * to, and only from there it is handed in.
 */
final class NoticeWritingPages {
    private static final String WRITE = NoticePages.NOTICES + "/write";
    private static final String UNSENT = NoticePages.NOTICES + "/drafts/";
    private static final int FIRST = 10;

    private final NoticeOffice office;
    private final UnsentNotices unsent;
    private final DataSize attachmentSize;
    private final Words words;

    NoticeWritingPages(NoticeOffice office, UnsentNotices unsent, DataSize attachmentSize, Words words) {
        this.office = office;
        this.unsent = unsent;
        this.attachmentSize = attachmentSize;
        this.words = words;
    }

    List<Route> routes() {
        return List.of(
                Route.page(WRITE, Door.CERTIFICATE, Who.SIGNED_IN, this::begin),
                Route.files(WRITE, Door.CERTIFICATE, Who.SIGNED_IN, this::save),
                Route.page(UNSENT + "{id}", Door.CERTIFICATE, Who.SIGNED_IN, of(this::goOn)),
                Route.page(UNSENT + "{id}/audience", Door.CERTIFICATE, Who.SIGNED_IN, of(this::size)),
                Route.form(UNSENT + "{id}/submit", Door.CERTIFICATE, Who.SIGNED_IN, of(this::submit)),
                Route.form(UNSENT + "{id}/drop", Door.CERTIFICATE, Who.SIGNED_IN, of(this::drop)),
                Route.form(NoticePages.NOTICES + "/{number}/again", Door.CERTIFICATE, Who.SIGNED_IN, this::again),
                Route.form(NoticePages.NOTICES + "/{number}/correct", Door.CERTIFICATE, Who.SIGNED_IN, this::correct));
    }

    /** What is done with one that the visitor has saved. */
    private Function<Visit, Answer> of(BiFunction<Visit, UnsentNotice, Answer> what) {
        return visit -> saved(visit, visit.part("id"))
                .map(one -> what.apply(visit, one))
                .orElseGet(() -> Answer.refused(404, "G-981"));
    }

    private Optional<UnsentNotice> saved(Visit visit, String id) {
        return Ids.read(id)
                .flatMap(known -> unsent.find(NoticePages.account(visit).address(), known));
    }

    /** {@code GET /notices/write}: a new one. */
    private Answer begin(Visit visit) {
        List<Address> authors = office.authors(NoticePages.account(visit));
        if (authors.isEmpty()) {
            return Answer.refused(403, "G-939");
        }
        return form(visit, 200, "", NoticeForm.of(authors.get(0)), Optional.empty(), List.of());
    }

    /** {@code POST /notices/write}: it is saved, and gone on with. */
    private Answer save(Visit visit) {
        Account sender = NoticePages.account(visit);
        List<Address> authors = office.authors(sender);
        if (authors.isEmpty()) {
            return Answer.refused(403, "G-939");
        }
        String named = visit.field("id");
        Optional<UnsentNotice> before = saved(visit, named);
        if (!named.isEmpty() && before.isEmpty()) {
            return Answer.refused(404, "G-981");
        }
        List<Enclosure> files = files(visit, before);
        NoticeForm form = NoticeForm.of(visit);
        return form.written(authors, files)
                .then(written -> unsent.save(
                        sender.address(),
                        before.map(UnsentNotice::id).orElseGet(UUID::randomUUID),
                        before.map(one -> written.after(one.notice())).orElse(written)))
                .fold(
                        id -> Answer.seeOther(
                                UNSENT + id + (visit.field("do").equals("size") ? "/audience" : "?saved=yes")),
                        refused -> form(
                                visit, 422, named, form, before.map(UnsentNotice::notice), List.of(problem(refused))));
    }

    /** Those it had that are not to go, and those that the form brings. */
    private static List<Enclosure> files(Visit visit, Optional<UnsentNotice> before) {
        List<Enclosure> files = new ArrayList<>();
        List<Enclosure> had = before.map(one -> one.notice().enclosures()).orElse(List.of());
        for (int place = 0; place < had.size(); place++) {
            if (!visit.hasField("remove-" + place)) {
                files.add(had.get(place));
            }
        }
        visit.uploads("file").forEach(file -> files.add(Enclosure.of(file.name(), file.octets())));
        return files;
    }

    /** {@code GET /notices/drafts/{id}}. */
    private Answer goOn(Visit visit, UnsentNotice one) {
        return form(visit, 200, one, List.of());
    }

    /** {@code GET /notices/drafts/{id}/audience}: how many, and who the first ones are; or why it can go to nobody. */
    private Answer size(Visit visit, UnsentNotice one) {
        return sized(visit, one, List.of());
    }

    private Answer sized(Visit visit, UnsentNotice one, List<Views.Problem> problems) {
        return office.sized(NoticePages.account(visit), one.notice())
                .fold(
                        audience -> new Answer.Shown(
                                problems.isEmpty() ? 200 : 422, "notice-audience", sized(one, audience, problems)),
                        refused -> form(visit, 422, one, List.of(problem(refused))));
    }

    private NoticeViews.Sized sized(UnsentNotice one, Audience audience, List<Views.Problem> problems) {
        WrittenNotice notice = one.notice();
        return new NoticeViews.Sized(
                one.id().toString(),
                NoticeShows.said(notice, false),
                audience.size(),
                audience.members().stream().limit(FIRST).map(Address::toString).toList(),
                office.folder(),
                notice.priority().name(),
                notice.mustRead(),
                notice.at().map(Shows::minute).orElse(""),
                notice.expires().map(Shows::minute).orElse(""),
                NoticeShows.number(notice.corrects()),
                problems);
    }

    /** {@code POST /notices/drafts/{id}/submit}, from the page that showed how many it goes to. */
    private Answer submit(Visit visit, UnsentNotice one) {
        String shown = visit.field("size");
        if (!shown.matches("\\d{1,9}")) {
            return Answer.refused(400, "G-925");
        }
        return office.submit(NoticePages.account(visit), one.id(), Integer.parseInt(shown))
                .fold(
                        notice -> Answer.seeOther(NoticePages.NOTICES + "/" + notice.number() + "?submitted=yes"),
                        refused -> refused.code().equals("G-984")
                                ? sized(visit, one, List.of(problem(refused)))
                                : form(visit, 422, one, List.of(problem(refused))));
    }

    /** {@code POST /notices/drafts/{id}/drop}. */
    private Answer drop(Visit visit, UnsentNotice one) {
        unsent.drop(NoticePages.account(visit).address(), one.id());
        return Answer.seeOther(NoticePages.NOTICES);
    }

    /** {@code POST /notices/{number}/again}: what was given back is gone on with. */
    private Answer again(Visit visit) {
        return begun(visit, office::again);
    }

    /** {@code POST /notices/{number}/correct}: a correction is begun with what the notice says. */
    private Answer correct(Visit visit) {
        return begun(visit, office::correct);
    }

    private static Answer begun(Visit visit, BiFunction<NoticeNumber, Account, Ruling<UUID>> how) {
        return NoticeNumber.parse(visit.part("number"))
                .map(number -> how.apply(number, NoticePages.account(visit)))
                .orElseGet(() -> Ruling.refused("G-947"))
                .fold(
                        id -> Answer.seeOther(UNSENT + id),
                        refused -> new Answer.Refused(
                                refused.code().equals("G-947") ? 404 : 422, refused.code(), refused.facts()));
    }

    private Answer form(Visit visit, int status, UnsentNotice one, List<Views.Problem> problems) {
        return form(
                visit, status, one.id().toString(), NoticeForm.of(one.notice()), Optional.of(one.notice()), problems);
    }

    /** @param saved what is there already of files, and of what it corrects */
    private Answer form(
            Visit visit,
            int status,
            String id,
            NoticeForm form,
            Optional<WrittenNotice> saved,
            List<Views.Problem> problems) {
        Account sender = NoticePages.account(visit);
        return new Answer.Shown(
                status,
                "notice-write",
                new NoticeViews.Written(
                        id,
                        office.authors(sender).stream().map(Address::toString).toList(),
                        form.author(),
                        form.subject(),
                        form.text(),
                        form.audience(),
                        form.priority(),
                        office.mayHurry(sender),
                        form.mustRead(),
                        form.at(),
                        form.expires(),
                        NoticeShows.files(saved.map(WrittenNotice::enclosures).orElse(List.of())),
                        office.folder(),
                        attachmentSize.shown(),
                        visit.query("saved").equals("yes"),
                        NoticeShows.number(saved.flatMap(WrittenNotice::corrects)),
                        problems));
    }

    private Views.Problem problem(Ruling.Refused<?> refused) {
        return new Views.Problem(field(refused), words.sentence(refused.code(), refused.facts()));
    }

    /** Which field of the page a refusal is about. */
    private static String field(Ruling.Refused<?> refused) {
        return switch (refused.code()) {
            case "G-931", "G-932", "G-933", "G-934", "G-935", "G-936", "G-938", "G-993" -> "audience";
            case "G-939" -> "author";
            case "G-943" -> "at";
            case "G-944" -> "expires";
            case "G-980", "G-983", "G-986" -> refused.facts().getOrDefault("part", "");
            case "G-985" -> "priority";
            default -> "";
        };
    }
}
