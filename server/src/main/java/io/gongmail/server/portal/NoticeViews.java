package io.gongmail.server.portal;

import io.gongmail.server.notice.WrittenNotice;
import io.gongmail.server.words.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What pages of official notices show; values. Times are by the clock of Korea, to be read. */
public final class NoticeViews {
    private NoticeViews() {}

    /**
     * An agency's notices.
     *
     * @param ofAll whether those of all agencies are shown
     * @param page from 0 on
     */
    public record Listing(
            boolean mayWrite, boolean ofAll, List<Unsent> unsent, List<Row> rows, int page, boolean hasMore) {
        public Listing {
            unsent = List.copyOf(unsent);
            rows = List.copyOf(rows);
        }
    }

    /** What its writer has begun. */
    public record Unsent(String id, String subject, String audience, String saved) {}

    /**
     * A notice among others.
     *
     * @param far empty where it is not out
     */
    public record Row(
            String number,
            String state,
            String subject,
            String agency,
            String audience,
            int size,
            String due,
            Optional<Far> far) {}

    /** How far it is. */
    public record Far(int delivered, int read) {}

    /**
     * A file.
     *
     * @param size empty where it is not known
     */
    public record File(String name, String size) {}

    /**
     * What a notice says, to be read.
     *
     * @param cut whether there is more of it
     */
    public record Said(String author, String subject, String audience, String text, List<File> files, boolean cut) {
        public Said {
            files = List.copyOf(files);
        }
    }

    /**
     * A notice as it is written; texts are as they were entered.
     *
     * @param id of what was saved; empty before
     * @param authors in whose names it may be written
     * @param at as 2026-11-30T09:00; empty for at once
     * @param expires the same; empty for never
     * @param folder where everybody has it
     * @param formSize of files in one form
     * @param saved whether it was saved just now
     * @param corrects the number of the one whose place it takes; empty where it takes none's
     */
    public record Written(
            String id,
            List<String> authors,
            String author,
            String subject,
            String text,
            String audience,
            String priority,
            boolean mayHurry,
            boolean mustRead,
            String at,
            String expires,
            List<File> files,
            String folder,
            String formSize,
            boolean saved,
            String corrects,
            List<Views.Problem> problems) {
        public Written {
            authors = List.copyOf(authors);
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }

        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }

        public int longestSubject() {
            return WrittenNotice.LONGEST_SUBJECT;
        }

        public int longestText() {
            return WrittenNotice.LONGEST_TEXT;
        }

        public int longestAudience() {
            return WrittenNotice.LONGEST_AUDIENCE;
        }

        public int mostFiles() {
            return WrittenNotice.MOST_ENCLOSURES;
        }
    }

    /**
     * Whom a notice goes to, before it goes.
     *
     * @param first of those, by address
     * @param corrects the number of the one whose place it takes; empty where it takes none's
     */
    public record Sized(
            String id,
            Said said,
            int size,
            List<String> first,
            String folder,
            String priority,
            boolean mustRead,
            String at,
            String expires,
            String corrects,
            List<Views.Problem> problems) {
        public Sized {
            first = List.copyOf(first);
            problems = List.copyOf(problems);
        }
    }

    /**
     * One notice.
     *
     * @param said empty where its message is gone
     * @param acts what the visitor may do
     * @param mayGoOn whether its sender may write it anew
     * @param out whether there is a report
     * @param going whether the page shows itself anew, unless it is held still
     * @param reason as it was entered
     * @param correcting what takes whose place
     */
    public record Shown(
            String number,
            String state,
            String agency,
            String sender,
            String author,
            String subject,
            String audience,
            int size,
            String folder,
            String priority,
            boolean mustRead,
            String submitted,
            String due,
            String expires,
            Optional<Said> said,
            List<Step> steps,
            List<String> acts,
            boolean mayGoOn,
            boolean out,
            boolean going,
            boolean still,
            boolean submittedNow,
            String reason,
            Correcting correcting,
            List<Views.Problem> problems) {
        public Shown {
            steps = List.copyOf(steps);
            acts = List.copyOf(acts);
            problems = List.copyOf(problems);
        }

        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }

        public boolean may(String act) {
            return acts.contains(act);
        }

        /** Whether anything is asked of the visitor that takes a reason. */
        public boolean mayDecide() {
            return !acts.isEmpty();
        }
    }

    /**
     * Which notice takes the place of which; numbers are empty where there is none.
     *
     * @param corrects whose place this one takes
     * @param by what takes the place of this one, or waits to
     * @param may whether the visitor may write a correction
     */
    public record Correcting(String corrects, String by, boolean may) {}

    /** What somebody, or the server, did. */
    public record Step(String state, String who, String at, String reason) {}

    /**
     * How far a notice is.
     *
     * @param taken when that was so
     * @param agencies empty where all are of one
     * @param isCut whether tables are longer than they are shown
     * @param going whether the page shows itself anew, unless it is held still
     */
    public record Report(
            String number,
            String subject,
            String state,
            String taken,
            Figures all,
            List<Of> agencies,
            List<Of> units,
            List<Corrected> corrections,
            boolean isCut,
            boolean going,
            boolean still) {
        public Report {
            agencies = List.copyOf(agencies);
            units = List.copyOf(units);
            corrections = List.copyOf(corrections);
        }
    }

    /**
     * That one notice took the place of another.
     *
     * @param number of the other one of the two
     * @param isBy whether that is the correction
     * @param unread from how many the corrected one was taken unread
     * @param read how many had read it
     */
    public record Corrected(String number, boolean isBy, int unread, int read) {}

    /** Of some of the audience, by their name. */
    public record Of(String name, Figures figures) {}

    /**
     * How many stand how; each counts once.
     *
     * @param unread who have it and have not read it
     * @param deleted who deleted it and had not read it
     * @param owed who do not have it yet
     * @param failed who cannot have it
     * @param recalled from whom it was taken, or who never got it
     * @param erased whose account was erased, so that nothing is known
     */
    public record Figures(int size, int read, int unread, int deleted, int owed, int failed, int recalled, int erased) {
        private static final int WHOLE = 1_000;

        public int delivered() {
            return read + unread + deleted;
        }

        /** Of the whole, in hundredths. */
        public int percent(int count) {
            return size == 0 ? 0 : (int) (100L * count / size);
        }

        /** By name, in the order in which they are drawn. */
        public List<Part> parts() {
            long at = 0;
            List<Part> parts = new ArrayList<>();
            for (Part part : List.of(
                    new Part("read", read, 0, 0),
                    new Part("unread", unread, 0, 0),
                    new Part("deleted", deleted, 0, 0),
                    new Part("owed", owed, 0, 0),
                    new Part("failed", failed, 0, 0),
                    new Part("recalled", recalled, 0, 0),
                    new Part("erased", erased, 0, 0))) {
                long end = at + part.count();
                int from = place(at);
                parts.add(new Part(part.name(), part.count(), from, place(end) - from));
                at = end;
            }
            return parts;
        }

        private int place(long count) {
            return size == 0 ? 0 : (int) (WHOLE * count / size);
        }
    }

    /**
     * A part of a bar.
     *
     * @param from in thousandths of the bar, as {@code wide} is
     */
    public record Part(String name, int count, int from, int wide) {}
}
