package io.gongmail.connector;

import io.gongmail.connector.dialogue.Dialogue.Protocol;
import io.gongmail.connector.dialogue.LocalSecret;
import io.gongmail.connector.dialogue.SignInRules;
import io.gongmail.connector.settings.Settings;
import io.gongmail.connector.tls.PersonalCertificate;
import io.gongmail.connector.tls.ServerDoor;
import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Words;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on loopback and passes connections on. Closing ends all of them. */
final class Connector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final int WAITING = 50;
    private static final int MOST_LISTENERS = 4;
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Settings settings;
    private final Passage.Shared shared;
    private final PersonalCertificate person;
    private final Words words;
    private final ThreadPoolExecutor pool;
    private final ScheduledExecutorService watch;
    private final Semaphore free;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Set<Passage> open = ConcurrentHashMap.newKeySet();
    private volatile Instant nextWarning;

    private Connector(
            Settings settings,
            ServerDoor door,
            PersonalCertificate person,
            Announcements announcements,
            Words words,
            Limits limits,
            Clock clock) {
        this.settings = settings;
        this.person = person;
        this.words = words;
        this.free = new Semaphore(settings.mostConnections());
        // Two ways for each connection, and one thread for each listener.
        this.pool = new ThreadPoolExecutor(
                0,
                2 * settings.mostConnections() + MOST_LISTENERS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("passage"));
        this.watch = Executors.newSingleThreadScheduledExecutor(named("watch"));
        SignInRules rules = new SignInRules(
                new LocalSecret(settings.secret()), settings.certificateAlone(), words, announcements, this::pause);
        this.shared = new Passage.Shared(door, rules, announcements, limits, clock, pool);
        this.nextWarning = clock.instant();
    }

    /** @throws IOException when a port cannot be had, on every loopback address of this computer */
    static Connector start(
            Settings settings,
            ServerDoor door,
            PersonalCertificate person,
            Announcements announcements,
            Words words,
            Limits limits,
            Clock clock)
            throws IOException {
        Connector connector = new Connector(settings, door, person, announcements, words, limits, clock);
        try {
            connector.warn();
            for (InetAddress address : loopback()) {
                connector.listen(address, settings.localImapPort(), Protocol.IMAP, settings.imapPort());
                connector.listen(address, settings.localSmtpPort(), Protocol.SMTP, settings.submissionPort());
            }
            long tick = limits.tick().toMillis();
            connector.watch.scheduleWithFixedDelay(connector::look, tick, tick, TimeUnit.MILLISECONDS);
            return connector;
        } catch (IOException | RuntimeException e) {
            connector.close();
            throw e;
        }
    }

    /** Where it listens for {@code protocol}: 127.0.0.1, and its port. */
    InetSocketAddress address(Protocol protocol) {
        return (InetSocketAddress) listeners.get(protocol.ordinal()).getLocalSocketAddress();
    }

    /** Connections at this moment. */
    int connections() {
        return open.size();
    }

    private void listen(InetAddress address, int port, Protocol protocol, int serverPort) throws IOException {
        ServerSocket listener = new ServerSocket();
        listeners.add(listener);
        try {
            listener.bind(new InetSocketAddress(address, port), WAITING);
        } catch (IOException e) {
            throw new IOException(
                    words.say(Saying.PORT_TAKEN, address.getHostAddress() + ":" + port)
                                    .english() + " (" + e.getMessage() + ")",
                    e);
        }
        pool.execute(() -> accept(listener, protocol, serverPort));
    }

    /** Both, so that nobody else can listen on the other for the same name, {@code localhost}. */
    private static List<InetAddress> loopback() throws IOException {
        List<InetAddress> found = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.1")));
        InetAddress six = InetAddress.getByName("::1");
        if (NetworkInterface.getByInetAddress(six) != null) {
            found.add(six);
        }
        return found;
    }

    private void accept(ServerSocket listener, Protocol protocol, int serverPort) {
        while (stopping.getCount() > 0) {
            try {
                admit(listener.accept(), protocol, serverPort);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("a connection could not be taken: {}", e.toString());
                    rest();
                }
            }
        }
    }

    private void admit(Socket socket, Protocol protocol, int serverPort) throws IOException {
        if (!free.tryAcquire()) {
            try (socket) {
                shared.announcements().tell(Saying.TOO_MANY_CONNECTIONS);
                String line = protocol.farewell(words.say(Saying.TOO_MANY_CONNECTIONS), true) + "\r\n";
                socket.getOutputStream().write(line.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            return;
        }
        Passage passage = new Passage(socket, protocol, serverPort, shared);
        open.add(passage);
        try {
            pool.execute(() -> {
                try {
                    passage.run();
                } finally {
                    open.remove(passage);
                    free.release();
                }
            });
        } catch (RejectedExecutionException e) {
            passage.abort(); // it stops at this moment
            open.remove(passage);
            free.release();
        }
    }

    private void look() {
        try {
            Instant now = shared.clock().instant();
            open.stream().filter(passage -> passage.isOver(now)).forEach(Passage::abort);
            warn();
        } catch (RuntimeException e) {
            LOG.error("a fault of ours while looking after connections", e);
        }
    }

    private void warn() {
        Instant now = shared.clock().instant();
        if (!now.isBefore(nextWarning)) {
            nextWarning = now.plus(A_DAY);
            Expiry.warning(person, words, now).ifPresent(shared.announcements()::tell);
        }
    }

    private void pause(Duration time) throws InterruptedIOException {
        try {
            if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedIOException("it stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it stops");
        }
    }

    /** Out of file handles, say: without it the loop would spin. */
    private void rest() {
        try {
            pause(Duration.ofSeconds(1));
        } catch (InterruptedIOException e) {
            LOG.debug("it stops");
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        for (ServerSocket listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.debug("a listener did not close: {}", e.toString());
            }
        }
        watch.shutdownNow();
        pool.shutdown();
        open.forEach(Passage::abort);
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
