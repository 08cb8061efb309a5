package io.gongmail.server.portal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The one table of routes: what is not in it is not there. */
final class Routes {
    private Routes() {}

    /** @param publicDoor where the front page is */
    static List<Route> all(Assets assets, URI publicDoor) {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route(
                "/assets/{version}/<name>",
                Route.EVERY_DOOR,
                Who.ANYONE,
                Takes.NOTHING,
                visit -> assets.answer(visit.part("version"), visit.part("name"), visit.acceptsGzip())));
        routes.add(new Route("/", Route.EVERY_DOOR, Who.ANYONE, Takes.NOTHING, visit -> front(visit, publicDoor)));
        return List.copyOf(routes);
    }

    private static Answer front(Visit visit, URI publicDoor) {
        return visit.door() == Door.PUBLIC ? Answer.shown("front", new Views.Front()) : new Answer.SeeOther(publicDoor);
    }
}
