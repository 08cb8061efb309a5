package io.gongmail.server.portal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A certificate moves to another device of its owner. One browser seals the file and leaves it at the certificate door, another
 * picks it up at the public one and opens it; the key goes from screen to camera and never comes here. What the server could
 * still do if it were untruthful stands in the package's description.
 */
final class MovePages {
    private static final String HERE = "/account/move";
    private static final String THERE = "/move";
    private static final List<String> SEAL = List.of("move.js", "qrcode/qrcode.js", "move-send.js");
    private static final List<String> OPEN = List.of("move.js", "move-take.js");

    private final Deposits deposits;
    private final Assets assets;
    private final ByDoor<URI> doors;

    MovePages(Deposits deposits, Assets assets, ByDoor<URI> doors) {
        this.deposits = deposits;
        this.assets = assets;
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(
                Route.page(HERE, Door.CERTIFICATE, Who.SIGNED_IN, this::show),
                Route.upload(HERE, Door.CERTIFICATE, Who.SIGNED_IN, this::leave),
                Route.page(THERE, Door.PUBLIC, Who.ANYONE, this::await),
                Route.form(THERE, Door.PUBLIC, Who.ANYONE, this::pickUp));
    }

    private Answer show(Visit visit) {
        return page(
                "move-send",
                new Views.MoveSend(
                        visit.owner().account().address().toString(),
                        doors.atPublic().resolve(THERE),
                        deposits.largest() - Deposits.OVERHEAD,
                        SEAL),
                SEAL,
                doors.atCertificate().resolve(HERE));
    }

    private Answer await(Visit visit) {
        return page(
                "move-take", new Views.MoveTake(OPEN), OPEN, doors.atPublic().resolve(THERE));
    }

    /** A page whose scripts are these alone, and send to that one address alone. */
    private Answer page(String template, Object view, List<String> scripts, URI sendsTo) {
        String policy = Headers.policy(scripts.stream().map(assets::integrity).toList(), sendsTo.toString(), "'none'");
        return new Answer.Shown(200, template, view, Map.of(Headers.POLICY, policy));
    }

    /** {@code POST /account/move}: code and end, a line each, to the page's script. */
    private Answer leave(Visit visit) {
        return deposits.leave(
                        visit.owner().account().address(), visit.file("sealed").orElse(new byte[0]))
                .fold(
                        waits -> new Answer.Octets(
                                "text/plain; charset=utf-8",
                                (waits.code() + "\n" + waits.until() + "\n").getBytes(StandardCharsets.UTF_8),
                                Map.of()),
                        refused -> Answer.refused(refused.code().equals("G-263") ? 503 : 422, refused.code()));
    }

    /** {@code POST /move}: the file as it was left, to the page's script. */
    private Answer pickUp(Visit visit) {
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        return deposits.pickUp(visit.field("code"), visit.from())
                .<Answer>map(found -> new Answer.Octets("application/octet-stream", found, Map.of()))
                .orElseGet(() -> Answer.refused(404, "G-261"));
    }
}
