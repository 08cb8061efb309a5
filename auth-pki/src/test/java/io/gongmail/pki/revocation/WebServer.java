package io.gongmail.pki.revocation;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An honest web server on a free port; what it serves may be anything. */
public final class WebServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, UnaryOperator<byte[]>> pages = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    public WebServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                byte[] body = exchange.getRequestBody().readAllBytes();
                UnaryOperator<byte[]> page = pages.get(exchange.getRequestURI().getPath());
                byte[] answer = page == null ? new byte[0] : page.apply(body);
                exchange.sendResponseHeaders(page == null ? 404 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    public String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public void serve(String path, byte[] body) {
        pages.put(path, asked -> body);
    }

    /** Answers what was posted. */
    public void answer(String path, UnaryOperator<byte[]> answer) {
        pages.put(path, answer);
    }

    public void remove(String path) {
        pages.remove(path);
    }

    /** How often anything was asked for. */
    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
