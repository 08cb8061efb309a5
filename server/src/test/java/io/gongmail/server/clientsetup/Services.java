package io.gongmail.server.clientsetup;

import java.net.URI;
import java.util.List;

/** Services as tests need them. */
final class Services {
    static final MailService MINISTRY = of(false);

    private Services() {}

    static MailService of(boolean certificateSuffices) {
        return new MailService(
                "mail.moe.example",
                List.of("moe.example", "POLICE.example"),
                URI.create("https://portal.moe.example/"),
                new MailService.Listener(993, certificateSuffices),
                new MailService.Listener(465, false));
    }
}
