package io.gongmail.store.mail.search;

import io.gongmail.store.mail.content.Sha256;
import java.util.Map;
import java.util.Optional;

/**
 * How far the index has come; it is kept in the index' own commits, so that it is never ahead of what it stands for. First all
 * contents up to {@code number} are walked by hash, then whatever arrives after it is taken in order.
 *
 * @param number what arrived up to here is in the index, or will have been when the walk has ended
 * @param walked all up to this hash are in; empty when the walk has ended
 */
record Mark(long number, Optional<Sha256> walked) {
    /** Raised when what is indexed changes its form: an index of another is built anew. */
    private static final String FORM = "2";

    static final Sha256 FIRST = new Sha256(0, 0, 0, 0);

    static Mark beginning(long number) {
        return new Mark(number, Optional.of(FIRST));
    }

    static Mark upTo(long number) {
        return new Mark(number, Optional.empty());
    }

    Map<String, String> written() {
        return Map.of(
                "form",
                FORM,
                "number",
                Long.toString(number),
                "walked",
                walked.map(Sha256::hex).orElse(""));
    }

    /** Empty when these are not of this form. */
    static Optional<Mark> read(Map<String, String> data) {
        String number = data.get("number");
        String walked = data.get("walked");
        if (!FORM.equals(data.get("form")) || number == null || walked == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Mark(
                    Long.parseLong(number), walked.isEmpty() ? Optional.empty() : Optional.of(Sha256.parse(walked))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
