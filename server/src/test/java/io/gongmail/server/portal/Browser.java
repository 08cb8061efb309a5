package io.gongmail.server.portal;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/** Asks as a browser does, one connection for each request, and keeps cookies; but what it says is up to the test. */
final class Browser {
    private final TestServer house;
    private final Optional<Issued> shown;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    Browser(TestServer house) {
        this(house, Optional.empty());
    }

    Browser(TestServer house, Optional<Issued> shown) {
        this.house = house;
        this.shown = shown;
    }

    /** The same browser, its cookies with it, now with another certificate. */
    Browser showing(Issued other) {
        Browser browser = new Browser(house, Optional.of(other));
        browser.cookies.putAll(cookies);
        return browser;
    }

    /** What came back. */
    record Response(int status, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of(""))
                    .get(0);
        }

        List<String> all(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }

        /** The token of the first form. */
        String token() {
            return value("token");
        }

        String value(String field) {
            Matcher matcher =
                    Pattern.compile("name=\"" + field + "\" value=\"([^\"]*)\"").matcher(body);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** With every request from now on; an empty value leaves it out. */
    Browser says(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Response get(int port, String path) throws IOException {
        return send(port, "GET", path, "", new byte[0]);
    }

    Response post(int port, String path, Map<String, String> fields) throws IOException {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(port, "POST", path, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII));
    }

    /** A form with a file. */
    Response upload(int port, String path, Map<String, String> fields, String name, byte[] file) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            body.writeBytes(("--frontier\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
                            + field.getValue() + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--frontier\r\nContent-Disposition: form-data; name=\"" + name
                        + "\"; filename=\"signed.p7s\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(port, "POST", path, "multipart/form-data; boundary=frontier", body.toByteArray());
    }

    Response send(int port, String method, String path, String type, byte[] body) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "localhost:" + port);
        all.put("Connection", "close");
        if (!type.isEmpty()) {
            all.put("Content-Type", type);
            all.put("Content-Length", String.valueOf(body.length));
            all.put("Origin", "https://localhost:" + port);
        }
        if (!cookies.isEmpty()) {
            all.put(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        all.putAll(headers);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        all.forEach((name, value) -> head.append(value.isEmpty() ? "" : name + ": " + value + "\r\n"));
        return raw(port, (head + "\r\n").getBytes(StandardCharsets.UTF_8), body);
    }

    /** Sends octets as they are. */
    Response raw(int port, byte[] head, byte[] body) throws IOException {
        try (SSLSocket socket = TestTls.connect(port, house.authority().serverCa(), shown.orElse(null))) {
            OutputStream out = socket.getOutputStream();
            out.write(head);
            try {
                out.write(body);
                out.flush();
            } catch (IOException e) {
                // Refused before it was whole: the answer tells why.
            }
            return read(socket.getInputStream());
        }
    }

    private Response read(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        String text = new String(all, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\r\n")));
        Map<String, List<String>> told = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            told.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        for (String cookie : told.getOrDefault("set-cookie", List.of())) {
            String pair = cookie.split(";", 2)[0];
            String name = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (value.isEmpty()) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        }
        return new Response(Integer.parseInt(lines.get(0).split(" ", 3)[1]), told, text.substring(end + 4));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
