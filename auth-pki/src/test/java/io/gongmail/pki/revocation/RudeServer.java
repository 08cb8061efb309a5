package io.gongmail.pki.revocation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A socket on a free port whose other end is rude. */
public final class RudeServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Manner manner;

    /** What is done with a connection until it breaks. */
    @FunctionalInterface
    public interface Manner {
        void treat(OutputStream out, CountDownLatch closed) throws IOException, InterruptedException;
    }

    public RudeServer(Manner manner) throws IOException {
        this.manner = manner;
        thread(this::accept);
    }

    /** Accepts, and never says a word. */
    public static RudeServer silent() throws IOException {
        return new RudeServer((out, closed) -> closed.await());
    }

    /** One octet of a body every 50 ms. */
    public static RudeServer dripping() throws IOException {
        return new RudeServer((out, closed) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
            do {
                out.write(0x30);
                out.flush();
            } while (!closed.await(50, TimeUnit.MILLISECONDS));
        });
    }

    /** A body without end. */
    public static RudeServer endless() throws IOException {
        return new RudeServer((out, closed) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
            byte[] block = new byte[64 * 1024];
            while (closed.getCount() > 0) {
                out.write(block);
            }
        });
    }

    /** An LDAP message that says it is 2 GiB long, and goes on. */
    public static RudeServer endlessDirectory() throws IOException {
        return new RudeServer((out, closed) -> {
            out.write(new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
            byte[] block = new byte[64 * 1024];
            while (closed.getCount() > 0) {
                out.write(block);
            }
        });
    }

    public String at(String scheme, String path) {
        return scheme + "://127.0.0.1:" + listening.getLocalPort() + path;
    }

    public int connections() {
        return sockets.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                thread(() -> treat(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void treat(Socket socket) {
        try (socket) {
            manner.treat(socket.getOutputStream(), closed);
        } catch (IOException e) {
            // hung up on, as it deserves
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "rude");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
