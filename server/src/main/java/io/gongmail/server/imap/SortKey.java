package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.decode.DecodingException;

/** By what messages are put in order (RFC 5256 §3, RFC 5957 §3). */
record SortKey(By by, boolean reverse) {
    enum By {
        ARRIVAL,
        CC,
        DATE,
        DISPLAYFROM,
        DISPLAYTO,
        FROM,
        SIZE,
        SUBJECT,
        TO;

        /** Whether it is a number; else it is text. */
        boolean isNumber() {
            return this == ARRIVAL || this == DATE || this == SIZE;
        }

        boolean isOfEnvelope() {
            return this != ARRIVAL && this != SIZE;
        }
    }

    /** More of them order nothing that these do not. */
    private static final int MOST = 20;

    /** sort-criteria (RFC 5256 §5) */
    static List<SortKey> read(Arguments arguments) throws DecodingException {
        List<SortKey> keys = new ArrayList<>();
        arguments.takes('(');
        do {
            String name = arguments.word();
            boolean reverse = name.equals("REVERSE");
            if (reverse) {
                arguments.space();
                name = arguments.word();
            }
            keys.add(new SortKey(by(name), reverse));
        } while (arguments.more(')') && keys.size() < MOST);
        arguments.takes(')');
        return keys;
    }

    private static By by(String name) throws DecodingException {
        for (By by : By.values()) {
            if (by.name().equals(name)) {
                return by;
            }
        }
        throw Arguments.wrong("there is no such sort key");
    }
}
