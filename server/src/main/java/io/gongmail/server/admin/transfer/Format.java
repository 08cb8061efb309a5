package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.nio.file.Path;

/** What mail looks like in files. */
public enum Format {
    MBOX {
        @Override
        MailOut out(Path folder) {
            return new MboxOut(folder);
        }

        @Override
        MailIn in(Path path) throws IOException {
            return new MboxIn(path);
        }
    },
    MAILDIR {
        @Override
        MailOut out(Path folder) {
            return new MaildirOut(folder);
        }

        @Override
        MailIn in(Path path) throws IOException {
            return new MaildirIn(path);
        }
    },
    EML {
        @Override
        MailOut out(Path folder) {
            return new EmlOut(folder);
        }

        @Override
        MailIn in(Path path) throws IOException {
            return new EmlIn(path);
        }
    };

    abstract MailOut out(Path folder);

    abstract MailIn in(Path path) throws IOException;
}
