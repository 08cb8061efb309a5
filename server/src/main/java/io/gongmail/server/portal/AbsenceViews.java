package io.gongmail.server.portal;

import io.gongmail.server.words.Sentence;
import io.gongmail.store.registry.Vacation;
import java.util.List;
import java.util.Optional;

/** What pages of an owner's absence show; values. */
public final class AbsenceViews {
    private AbsenceViews() {}

    /**
     * What is answered while an owner is away.
     *
     * @param from as 2026-12-01, as it was entered
     * @param until the same; empty for none
     * @param inForce whether mail is answered today
     * @param saved whether it was set just now
     */
    public record VacationSet(
            boolean enabled,
            String from,
            String until,
            String subject,
            String text,
            boolean inForce,
            boolean saved,
            List<Views.Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }

        public int longestSubject() {
            return Vacation.LONGEST_SUBJECT;
        }

        public int longestText() {
            return Vacation.LONGEST_TEXT;
        }
    }

    /**
     * Where an owner's mail is forwarded to.
     *
     * @param open whether policy allows any
     * @param reach how far, as it stands in keys of texts
     * @param domains to which; empty where it is not by them
     * @param most addresses
     * @param set where it is now
     * @param keptNow whether a copy is kept now
     * @param entered what stands in the fields, one for each address there may be
     * @param keepsCopy what stands in the box
     * @param saved whether it was set just now
     */
    public record ForwardingSet(
            boolean open,
            String reach,
            String domains,
            int most,
            List<To> set,
            boolean keptNow,
            List<String> entered,
            boolean keepsCopy,
            boolean saved,
            List<Views.Problem> problems) {
        public ForwardingSet {
            set = List.copyOf(set);
            entered = List.copyOf(entered);
            problems = List.copyOf(problems);
        }

        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }

        /** Whether something is not forwarded any more, and so kept. */
        public boolean isHeld() {
            return set.stream().anyMatch(to -> to.objection().isPresent());
        }

        /**
         * One of the addresses.
         *
         * @param objection why mail does not go there any more
         */
        public record To(String address, Optional<Sentence> objection) {}
    }
}
