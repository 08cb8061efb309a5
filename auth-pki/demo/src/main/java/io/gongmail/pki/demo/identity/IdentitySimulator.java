package io.gongmail.pki.demo.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gongmail.pki.demo.identity.Transactions.Method;
import io.gongmail.pki.demo.identity.Transactions.Step;
import io.gongmail.pki.demo.identity.Transactions.Transaction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulated provider, listening. Its protocol stands in the package's comment. Thread-safe. */
@Permitted("the JDK's own small HTTP server (module jdk.httpserver, exported): a simulator needs no more")
public final class IdentitySimulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdentitySimulator.class);
    private static final String NOTICE = "시험용: 본인확인 모의 서비스입니다. 실제 본인확인이 아닙니다. (test only)";
    private static final int LARGEST_BODY = 8 * 1024;
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final Pattern REQUEST_NUMBER = Pattern.compile("[A-Za-z0-9-]{8,64}");
    /** A page that has no query of its own; none where nobody is to be brought back. */
    private static final Pattern RETURN_TO =
            Pattern.compile("(https://[A-Za-z0-9.:\\[\\]-]{1,255}/[A-Za-z0-9/_.-]{0,255})?");

    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9.-]{1,255}");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Transactions transactions;
    private final SharedKey key;

    private IdentitySimulator(HttpServer server, SharedKey key, Clock clock, SecureRandom random) {
        this.server = server;
        this.key = key;
        this.transactions = new Transactions(clock, random);
        // With the queue full the one thread that accepts does the work itself: whoever comes next waits in the
        // backlog.
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                task -> {
                    Thread thread = new Thread(task, "identity-simulator");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /**
     * Listens at {@code address} until closed. The shared key is read from {@code keyFile}, which is made (0600) where it
     * is missing.
     */
    public static IdentitySimulator start(InetSocketAddress address, Path keyFile, Clock clock, SecureRandom random)
            throws IOException {
        SharedKey key = SharedKey.open(keyFile, random);
        IdentitySimulator simulator = new IdentitySimulator(HttpServer.create(address, WAITING), key, clock, random);
        simulator.server.setExecutor(simulator.threads);
        simulator.server.createContext("/", simulator::answer);
        simulator.server.start();
        return simulator;
    }

    /** Where it listens: {@code http://127.0.0.1:PORT}, without a path. */
    public URI base() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /** Lets another simulator answer what is asked for under {@code path}, on the same port and threads. */
    public void beside(String path, HttpHandler other) {
        server.createContext(path, exchange -> {
            try (exchange) {
                other.handle(exchange);
            } catch (RuntimeException e) {
                LOG.error("simulator at {} failed", path, e);
            }
        });
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String step =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                error(exchange, 413, "too-large");
                return;
            }
            switch (step) {
                case "POST /verify/start" -> start(exchange, fields(exchange, body));
                case "GET /verify" -> page(exchange, query(exchange));
                case "POST /verify/confirm" -> confirm(exchange, fields(exchange, body));
                case "POST /verify/result" -> result(exchange, fields(exchange, body));
                default -> error(exchange, 404, "unknown-path");
            }
        } catch (RuntimeException e) {
            LOG.error("identity simulator failed", e);
        }
    }

    private void start(HttpExchange exchange, Map<String, String> asked) throws IOException {
        String requestNumber = asked.getOrDefault("requestNumber", "");
        String service = asked.getOrDefault("service", "");
        Optional<Method> method = Method.of(asked.getOrDefault("method", ""));
        String returnTo = asked.getOrDefault("returnTo", "");
        if (!REQUEST_NUMBER.matcher(requestNumber).matches()
                || !SERVICE.matcher(service).matches()
                || !RETURN_TO.matcher(returnTo).matches()
                || method.isEmpty()) {
            error(exchange, 400, "malformed");
            return;
        }
        Step step = transactions.begin(requestNumber, service, returnTo, method.get());
        Transaction begun = step.transaction();
        if (begun == null) {
            error(exchange, step.status(), step.error());
            return;
        }
        Map<String, Object> told = marked();
        told.put("notice", NOTICE);
        told.put("transaction", begun.id());
        told.put("page", base() + "/verify?transaction=" + begun.id());
        send(exchange, 201, told);
    }

    private void page(HttpExchange exchange, Map<String, String> query) throws IOException {
        Step step = transactions.find(query.getOrDefault("transaction", ""));
        Transaction transaction = step.transaction();
        if (transaction == null) {
            sendPage(exchange, step.status(), Pages.error(step.error()));
        } else {
            sendPage(exchange, 200, Pages.form(transaction));
        }
    }

    private void confirm(HttpExchange exchange, Map<String, String> typed) throws IOException {
        Optional<Person> person = Person.of(typed);
        Step step = person.isEmpty()
                ? Step.failed(400, "malformed")
                : transactions.confirm(typed.getOrDefault("transaction", ""), person.get());
        boolean wantsJson = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                .orElse("")
                .contains("application/json");
        if (wantsJson && step.transaction() != null) {
            Map<String, Object> told = marked();
            told.put("state", "confirmed");
            if (!step.transaction().returnTo().isEmpty()) {
                told.put("returnTo", way(step.transaction()));
            }
            send(exchange, 200, told);
        } else if (wantsJson) {
            error(exchange, step.status(), step.error());
        } else if (step.transaction() != null && !step.transaction().returnTo().isEmpty()) {
            exchange.getResponseHeaders().set("Location", way(step.transaction()));
            sendPage(exchange, 303, Pages.confirmed());
        } else {
            sendPage(
                    exchange,
                    step.status(),
                    step.transaction() != null ? Pages.confirmed() : Pages.error(step.error()));
        }
    }

    /** The way back to the service, signed. */
    private String way(Transaction transaction) {
        byte[] signed =
                ("returned\n" + transaction.requestNumber() + "\n" + transaction.id()).getBytes(StandardCharsets.UTF_8);
        return transaction.returnTo() + "?requestNumber=" + transaction.requestNumber() + "&transaction="
                + transaction.id() + "&signature=" + key.sign(signed);
    }

    private void result(HttpExchange exchange, Map<String, String> asked) throws IOException {
        Step step =
                transactions.collect(asked.getOrDefault("transaction", ""), asked.getOrDefault("requestNumber", ""));
        Transaction transaction = step.transaction();
        if (transaction == null) {
            error(exchange, step.status(), step.error());
            return;
        }
        Map<String, Object> told = marked();
        if (transaction.person() == null || transaction.at() == null) {
            told.put("state", "waiting");
            send(exchange, 202, told);
            return;
        }
        byte[] payload = json.writeValueAsBytes(
                payload(transaction, transaction.person(), transaction.at().toString()));
        told.put("notice", NOTICE);
        told.put("payload", Base64.getEncoder().encodeToString(payload));
        told.put("signature", key.sign(payload));
        send(exchange, 200, told);
    }

    private Map<String, Object> payload(Transaction transaction, Person person, String at) {
        boolean mobile = transaction.method() == Method.MOBILE;
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("provider", transaction.method().provider);
        payload.put("test", true);
        payload.put("requestNumber", transaction.requestNumber());
        payload.put("transaction", transaction.id());
        payload.put("name", person.name());
        payload.put("birthDate", person.birthDate());
        payload.put("gender", person.gender());
        payload.put("foreigner", person.foreigner());
        payload.put("carrier", mobile ? person.carrier() : "");
        payload.put("phone", mobile ? person.phone() : "");
        payload.put("method", transaction.method().token);
        payload.put("at", at);
        payload.put("ci", key.ci(person));
        payload.put("di", key.di(person, transaction.service()));
        return payload;
    }

    private Map<String, String> fields(HttpExchange exchange, byte[] body) {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return decoded(new String(body, StandardCharsets.UTF_8));
        }
        Map<String, String> fields = new HashMap<>();
        try {
            JsonNode tree = json.readTree(body);
            tree.fields().forEachRemaining(field -> {
                if (field.getValue().isValueNode()) {
                    fields.put(field.getKey(), field.getValue().asText());
                }
            });
        } catch (IOException e) {
            LOG.debug("not JSON: {}", e.getClass().getSimpleName());
        }
        return fields;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return decoded(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    }

    private static Map<String, String> decoded(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&", 64)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                try {
                    fields.put(
                            URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    LOG.debug("not a form"); // the field stays missing, and is told as malformed
                }
            }
        }
        return fields;
    }

    private static Map<String, Object> marked() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("test", true);
        return told;
    }

    private void error(HttpExchange exchange, int status, String code) throws IOException {
        Map<String, Object> told = marked();
        told.put("error", code);
        send(exchange, status, told);
    }

    private void send(HttpExchange exchange, int status, Map<String, Object> told) throws IOException {
        try {
            send(exchange, status, "application/json", json.writeValueAsBytes(told));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always JSON", e);
        }
    }

    private static void sendPage(HttpExchange exchange, int status, String page) throws IOException {
        send(exchange, status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Test", "simulator");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
