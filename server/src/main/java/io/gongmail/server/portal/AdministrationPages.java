package io.gongmail.server.portal;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What administrators have to see of the installation: whether revocation can be told, what mail and applications wait, and who
 * may decide. Nothing is changed here: that is done by command, on the server itself.
 */
final class AdministrationPages {
    private final Portal.Installation installation;
    private final Registry registry;

    AdministrationPages(Portal.Installation installation, Registry registry) {
        this.installation = installation;
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.page("/admin", Door.CERTIFICATE, Who.ADMINISTRATOR, visit -> show()));
    }

    private Answer show() {
        Map<String, List<String>> holders = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            holders.put(
                    role.name(),
                    registry.accounts().holding(role).stream()
                            .map(Address::toString)
                            .toList());
        }
        List<AdministrationViews.Waiting> waiting = new ArrayList<>();
        for (ApplicationState state : List.of(ApplicationState.SUBMITTED, ApplicationState.APPROVED)) {
            waiting.add(new AdministrationViews.Waiting(
                    state.name(), registry.applications().count(state)));
        }
        return Answer.shown(
                "admin",
                new AdministrationViews.Overview(
                        installation.sources().get(), installation.queues().get(), waiting, holders));
    }
}
