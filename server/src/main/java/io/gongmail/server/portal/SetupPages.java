package io.gongmail.server.portal;

import java.util.List;

/** What a mail program is to be told, in words, for who sets it up by hand. */
final class SetupPages {
    static final String SETUP = "/setup";

    private final Portal.MailDoors doors;

    SetupPages(Portal.MailDoors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(Route.page(
                SETUP,
                Door.PUBLIC,
                Who.ANYONE,
                visit -> Answer.shown("setup", new Views.Setup(doors.host(), doors.imap(), doors.submission()))));
    }
}
