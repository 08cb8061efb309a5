package io.gongmail.server.notice.audience;

import java.util.function.Function;

/** Whom a notice is for, as written: terms, joined. */
sealed interface Expression {
    /** What a term is about. */
    enum Kind {
        /** {@code all} */
        ALL,
        /** {@code agency:CODE} */
        AGENCY,
        /** {@code unit:CODE/UNIT}, with the units below it. */
        UNIT,
        /** {@code role:reviewer} and so on; {@code role:official}, {@code role:representative}. */
        ROLE,
        /** {@code position:과장}, in whichever agency. */
        POSITION,
        /** {@code list:NAME}: a saved one that is a list of addresses. */
        LIST,
        /** {@code hong@moe.example}: one account. */
        ADDRESS,
        /** {@code NAME}: a saved one of either kind. */
        NAME
    }

    /** How two are joined. */
    enum Operator {
        /** {@code &}: who is in both. */
        AND,
        /** {@code |} or {@code +}: who is in one of them. */
        OR,
        /** {@code -}: who is in the left and not in the right. */
        WITHOUT
    }

    /**
     * One set.
     *
     * @param value what stands behind the colon, or all of it where there is none
     */
    record Term(Kind kind, String value) implements Expression {
        @Override
        public <R> R fold(Function<Term, R> term, Function<Joined, R> joined) {
            return term.apply(this);
        }
    }

    /** Two sets. */
    record Joined(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public <R> R fold(Function<Term, R> term, Function<Joined, R> joined) {
            return joined.apply(this);
        }
    }

    <R> R fold(Function<Term, R> term, Function<Joined, R> joined);
}
