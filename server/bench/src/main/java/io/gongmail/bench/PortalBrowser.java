package io.gongmail.bench;

import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * One person's browser: connections of its own that are kept open, cookies, redirects followed, and each style sheet, script
 * and picture fetched the first time that a page names it. For one thread.
 */
final class PortalBrowser {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MOST_REDIRECTS = 5;
    private static final Pattern ASSET =
            Pattern.compile("(?:href|src)=\"(/assets/[^\"]+\\.(?:css|js|svg|png|woff2))\"");

    private final SSLSocketFactory tls;
    private final PageTimes times;
    private final Map<String, Map<String, String>> cookies = new HashMap<>();
    private final Set<URI> seen = new HashSet<>();

    /** @param person whose certificate is shown where one is asked for */
    PortalBrowser(DemoHome home, DemoPerson person, PageTimes times) throws IOException {
        this.tls = ClientTls.of(home, Optional.of(person)).getSocketFactory();
        this.times = times;
    }

    /** A page, and where it is. */
    record Shown(URI at, String text) {
        /** The value of the first field of that name. */
        String field(String name) throws IOException {
            return first("name=\"" + name + "\" value=\"([^\"]*)\"");
        }

        /** @throws IOException when the page has nothing like it */
        String first(String pattern) throws IOException {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            if (!matcher.find()) {
                throw new IOException(at + " has nothing like " + pattern);
            }
            return matcher.group(1).replace("&amp;", "&");
        }
    }

    Shown get(URI page) throws IOException {
        return open(page, Map.of());
    }

    /** Sends the form with the token of {@code from}. */
    Shown send(Shown from, String path, Map<String, String> fields) throws IOException {
        Map<String, String> form = new HashMap<>(fields);
        form.put("token", from.field("token"));
        return open(from.at().resolve(path), form);
    }

    /** The whole page, as somebody waits for it: redirects, and what of it was not there yet. */
    private Shown open(URI address, Map<String, String> form) throws IOException {
        long begun = System.nanoTime();
        URI at = address;
        Answer answer = ask(at, form);
        for (int i = 0; answer.location().isPresent(); i++) {
            if (i == MOST_REDIRECTS) {
                throw new IOException(address + " leads on and on");
            }
            at = at.resolve(answer.location().get());
            answer = ask(at, Map.of());
        }
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw new IOException(at.getPath() + " gives " + answer.status());
        }
        Matcher assets = ASSET.matcher(answer.text());
        while (assets.find()) {
            URI asset = at.resolve(assets.group(1));
            if (seen.add(asset) && ask(asset, Map.of()).status() != HttpURLConnection.HTTP_OK) {
                throw new IOException(asset + " is not to be had");
            }
        }
        times.took(System.nanoTime() - begun);
        return new Shown(at, answer.text());
    }

    private record Answer(int status, Optional<String> location, String text) {}

    private Answer ask(URI address, Map<String, String> form) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) address.toURL().openConnection();
        connection.setSSLSocketFactory(tls);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        Map<String, String> own = cookies.computeIfAbsent(address.getAuthority(), door -> new HashMap<>());
        if (!own.isEmpty()) {
            connection.setRequestProperty("Cookie", joined(own, "; ", false));
        }
        if (!form.isEmpty()) {
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.getOutputStream().write(joined(form, "&", true).getBytes(StandardCharsets.US_ASCII));
        }
        int status = connection.getResponseCode();
        for (String cookie : connection.getHeaderFields().getOrDefault("Set-Cookie", List.of())) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            own.put(pair[0], pair[1]);
        }
        InputStream body =
                connection.getErrorStream() == null ? connection.getInputStream() : connection.getErrorStream();
        try (body) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(status, Optional.ofNullable(connection.getHeaderField("Location")), text);
        }
    }

    private static String joined(Map<String, String> pairs, String between, boolean encoded) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "="
                        + (encoded ? URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8) : pair.getValue()))
                .collect(Collectors.joining(between));
    }
}
