package io.gongmail.server.imap;

import java.util.EnumSet;
import java.util.Set;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.decode.DecodingException;

/** What of a result is told or saved: RETURN of SEARCH (RFC 4731 §3.1, RFC 5182 §2.1) and of SORT (RFC 5267 §3.1). */
final class ReturnOptions {
    private ReturnOptions() {}

    /** The options behind RETURN, at least one. */
    static Set<SearchResultOption> read(Arguments arguments) throws DecodingException {
        Set<SearchResultOption> options = EnumSet.noneOf(SearchResultOption.class);
        arguments.takes('(');
        if (arguments.next() != ')') {
            do {
                options.add(option(arguments.word()));
            } while (arguments.more(')'));
        }
        arguments.takes(')');
        if (options.isEmpty()) {
            options.add(SearchResultOption.ALL); // RFC 4731 §3.1
        }
        return options;
    }

    private static SearchResultOption option(String name) throws DecodingException {
        for (SearchResultOption option : SearchResultOption.values()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        throw Arguments.wrong("there is no such option");
    }
}
