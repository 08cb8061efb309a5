package io.gongmail.connector.dialogue;

import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Sentence;
import java.io.IOException;

/** One protocol until somebody has signed in. One for each connection. */
public interface Dialogue {
    /** What becomes of the connection. */
    enum Outcome {
        SIGNED_IN,
        ENDED
    }

    /** Speaks with both sides. */
    Outcome run(Side program, Side server) throws IOException;

    /** The protocols, with what they say where there is no dialogue. */
    enum Protocol {
        IMAP {
            @Override
            public String farewell(Sentence why, boolean temporary) {
                return "* BYE [" + (temporary ? "UNAVAILABLE" : "CONTACTADMIN") + "] " + why.protocolText();
            }

            @Override
            public Dialogue dialogue(SignInRules rules) {
                return new ImapDialogue(rules);
            }
        },
        SMTP {
            @Override
            public String farewell(Sentence why, boolean temporary) {
                return (temporary ? "421 4.3.0 " : "554 5.7.1 ") + why.protocolText();
            }

            @Override
            public Dialogue dialogue(SignInRules rules) {
                return new SmtpDialogue(rules);
            }
        };

        /** The last line, in place of a greeting or of any answer. */
        public abstract String farewell(Sentence why, boolean temporary);

        public abstract Dialogue dialogue(SignInRules rules);

        /** The same for a saying of {@code rules}. */
        String farewell(SignInRules rules, Saying why, boolean temporary) {
            return farewell(rules.words().say(why), temporary);
        }
    }
}
