package io.gongmail.connector.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A mail program's connection. Every wait ends after 20 s. */
public final class Program implements Closeable {
    private final Socket socket;
    private final InputStream in;

    public Program(InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.connect(address, 20_000);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    public Socket socket() {
        return socket;
    }

    public void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A line without its end; empty at the end of all. */
    public String hear() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** The line that starts with {@code start}; what comes before is passed over. */
    public String hear(String start) throws IOException {
        String line = hear();
        while (!line.startsWith(start)) {
            if (line.isEmpty()) {
                throw new IOException("the end came before " + start);
            }
            line = hear();
        }
        return line;
    }

    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    public InputStream in() {
        return in;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
