package io.gongmail.bench;

import io.gongmail.bench.PortalBrowser.Shown;
import io.gongmail.demo.DemoHome;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody who applies, page after page, and thinks before going on from each. For one thread. */
final class PortalApplicant {
    private static final int PATIENCE_MILLIS = 30_000;

    private final URI portal;
    private final Enrollee enrollee;
    private final PortalBrowser browser;
    private final Runnable thought;

    /** @param thought returns when the person has thought */
    PortalApplicant(URI portal, DemoHome home, Enrollee enrollee, PageTimes times, Runnable thought)
            throws IOException {
        this.portal = portal;
        this.enrollee = enrollee;
        this.browser = new PortalBrowser(home, enrollee.person(), times);
        this.thought = thought;
    }

    /** The whole way, from the front page to the page that says that it is in review. */
    void applies() throws IOException {
        read(browser.get(portal));
        Shown consent = read(browser.get(portal.resolve("/apply")));
        Shown number = read(browser.send(
                consent,
                "/apply/consent",
                Map.of("terms", consent.field("terms"), "privacy", consent.field("privacy"))));
        enrollee.opened(number.first("<code>([0-9a-f]{8}-[0-9a-f-]{27})</code>"));
        Shown identity = read(browser.get(portal.resolve("/apply/identity")));
        Shown leaving = read(browser.send(identity, "/apply/identity", Map.of("method", "mobile")));
        URI back = verified(URI.create(leaving.first("id=\"provider\" href=\"([^\"]+)\"")));
        Shown details = read(browser.get(back));
        Shown certificate = read(browser.send(
                details,
                "/apply/details",
                Map.of(
                        "type", "OFFICIAL",
                        "agency", "1342000",
                        "position", "주무관",
                        "address", enrollee.address())));
        Shown present = read(browser.send(certificate, "/apply/certificate/door", Map.of()));
        Shown confirm = read(browser.send(present, "/present", Map.of("t", present.field("t"))));
        Shown summary = read(browser.send(confirm, "/apply/certificate/confirm", Map.of("t", confirm.field("t"))));
        Shown status = browser.send(summary, "/apply/submit", Map.of());
        if (!status.at().getPath().equals("/status") || !status.text().contains(enrollee.application())) {
            throw new IOException("the application ends at " + status.at());
        }
        enrollee.reached(Stage.SUBMITTED);
    }

    private Shown read(Shown page) {
        thought.run();
        return page;
    }

    /** What the person does on the simulator's page; the way back. */
    private static URI verified(URI page) throws IOException {
        String form = Map.of(
                        "transaction", page.getQuery().replace("transaction=", ""),
                        "name", "신청자",
                        "birthDate", "1985-05-05",
                        "gender", "F",
                        "carrier", "SKT",
                        "phone", "01012345678")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpURLConnection connection =
                (HttpURLConnection) page.resolve("/verify/confirm").toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setDoOutput(true);
        connection.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
        if (connection.getResponseCode() != HttpURLConnection.HTTP_SEE_OTHER) {
            throw new IOException("the provider's page gives " + connection.getResponseCode());
        }
        return URI.create(connection.getHeaderField("Location"));
    }
}
