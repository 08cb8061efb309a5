package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A certificate moves from one real Chromium to another, and what lies between never has it. */
@Tag("clients")
@Timeout(300)
class MoveInChromiumTest {
    private static final Pattern FRAGMENT = Pattern.compile("([2-9A-Z]{8})\\.([0-9A-Z]{52})");
    private static final Pattern REQUEST = Pattern.compile("((?:GET|HEAD|POST|PUT|CONNECT) \\S+) HTTP/1\\.1\r\n");
    private static Screens screens;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        screens = Screens.open();
    }

    @AfterAll
    static void close() {
        if (screens != null) {
            screens.close();
        }
    }

    /** A certificate's file that is under a password of its own. */
    private record Kept(TestPerson owner, String password, Path file) {
        static Kept of(String name, Path folder) {
            try {
                TestPerson owner = screens.house.server.person(name);
                byte[] octets = new byte[12];
                new SecureRandom().nextBytes(octets);
                String password = "canary-" + HexFormat.of().formatHex(octets);
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry(
                        "me",
                        owner.certificate().key(),
                        password.toCharArray(),
                        owner.certificate().chain().toArray(new X509Certificate[0]));
                Path file = folder.resolve("mine.p12");
                try (var out = Files.newOutputStream(file)) {
                    store.store(out, password.toCharArray());
                }
                return new Kept(owner, password, file);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Canary canary() throws Exception {
            ByteArrayOutputStream known = new ByteArrayOutputStream();
            for (Certificate certificate : owner.certificate().chain()) {
                known.writeBytes(certificate.getEncoded());
            }
            BigInteger scalar = ((ECPrivateKey) owner.certificate().key()).getS();
            byte[] plain = HexFormat.of().parseHex(String.format("%064x", scalar));
            return new Canary()
                    .add("key", plain, new byte[0])
                    .add("DER of the key", owner.certificate().key().getEncoded(), known.toByteArray())
                    .add("file", Files.readAllBytes(file), known.toByteArray())
                    .add("password", password);
        }
    }

    private Chromium computer(Kept kept, Path log) {
        Chromium computer = screens.chromium(
                home.resolve("computer"), Optional.of(Screens.file(kept.owner())), Capture.arguments(log));
        computer.width(Screens.NARROW);
        screens.signIn(computer, kept.owner());
        computer.go(screens.own("/account/move"));
        return computer;
    }

    private static void seals(Chromium computer, Path file) {
        computer.type("#file", file.toString());
        computer.click("#move button");
        shows(computer, "waits");
    }

    private static void shows(Chromium chromium, String id) {
        await().until(() ->
                chromium.run("!document.getElementById('" + id + "').hidden").asBoolean());
    }

    private static String problem(Chromium chromium) {
        shows(chromium, "problem");
        return chromium.text("#problem");
    }

    /**
     * As a phone's camera does, which is never held straight and looks again: ZXing takes some patterns in about one code of
     * 150 for a corner, at one angle and not at the next.
     */
    private URI scans(Chromium computer) throws IOException, ReaderException {
        computer.run("document.getElementById('qr').scrollIntoView({block: 'center'})");
        Path shot = home.resolve("screen.png");
        computer.shoot(shot);
        BufferedImage screen = ImageIO.read(shot.toFile());
        ReaderException unread = null;
        for (int degrees : new int[] {0, 7, -11, 19, -29, 38}) {
            try {
                return URI.create(read(held(screen, degrees)));
            } catch (ReaderException e) {
                unread = e;
            }
        }
        throw unread;
    }

    private static BufferedImage held(BufferedImage screen, int degrees) {
        int side = (int) Math.ceil(Math.hypot(screen.getWidth(), screen.getHeight()));
        BufferedImage frame = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D camera = frame.createGraphics();
        camera.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        camera.setColor(Color.WHITE);
        camera.fillRect(0, 0, side, side);
        camera.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        camera.drawImage(screen, (side - screen.getWidth()) / 2, (side - screen.getHeight()) / 2, null);
        camera.dispose();
        return frame;
    }

    private static String read(BufferedImage frame) throws ReaderException {
        int[] pixels = frame.getRGB(0, 0, frame.getWidth(), frame.getHeight(), null, 0, frame.getWidth());
        return new QRCodeReader()
                .decode(new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(frame.getWidth(), frame.getHeight(), pixels))))
                .getText();
    }

    private static byte[] downloaded(Path folder, String name) {
        Path file = folder.resolve(name);
        await().until(() -> Files.exists(file) && Files.size(file) > 0);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the server logs meanwhile, Jetty with it, to the last detail. */
    private static final class Logged implements AutoCloseable {
        private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        private final Level level = root.getLevel();
        private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

        Logged() {
            LoggerContext context = root.getLoggerContext();
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern("%logger %msg%n%ex");
            encoder.start();
            appender.setContext(context);
            appender.setEncoder(encoder);
            appender.setOutputStream(octets);
            appender.start();
            root.iteratorForAppenders().forEachRemaining(before::add);
            before.forEach(root::detachAppender);
            root.addAppender(appender);
            root.setLevel(Level.TRACE);
        }

        @Override
        public void close() {
            root.setLevel(level);
            root.detachAppender(appender);
            before.forEach(root::addAppender);
            appender.stop();
        }
    }

    private Set<String> found(Canary canary, Logged logged, Path... captures) throws IOException {
        Set<String> found = new LinkedHashSet<>(canary.in("log", logged.octets.toByteArray()));
        for (Path capture : captures) {
            found.addAll(canary.in("capture " + capture.getFileName(), Capture.sent(capture)));
        }
        Path store = screens.house.server.folder();
        for (String kept : List.of("db", "mail")) {
            Files.walkFileTree(store.resolve(kept), new Looking(canary, found));
        }
        return found;
    }

    /** Through files of a server that goes on meanwhile: what has gone before it was looked at keeps nothing. */
    private static final class Looking extends SimpleFileVisitor<Path> {
        private final Canary canary;
        private final Set<String> found;

        Looking(Canary canary, Set<String> found) {
            this.canary = canary;
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                found.addAll(canary.in(file.toString(), Files.readAllBytes(file)));
            } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    @Test
    void aCertificateMovesToAPhoneAndNothingBetweenEverHasIt() throws Exception {
        Kept kept = Kept.of("mover", home);
        Canary canary = kept.canary();
        Path computerLog = home.resolve("computer.json");
        Path phoneLog = home.resolve("phone.json");
        Path downloads = Files.createDirectories(home.resolve("downloads"));
        String key;
        try (Logged logged = new Logged()) {
            try (Chromium computer = computer(kept, computerLog);
                    Chromium phone =
                            screens.chromium(home.resolve("phone"), Optional.empty(), Capture.arguments(phoneLog))) {
                Screens.wellMade(computer, "before");
                seals(computer, kept.file());
                Screens.wellMade(computer, "QR code");
                URI scanned = scans(computer);
                Matcher fragment = FRAGMENT.matcher(scanned.getFragment());
                assertThat(fragment.matches()).as(scanned.toString()).isTrue();
                key = fragment.group(2);

                phone.width(Screens.NARROW);
                phone.downloadsTo(downloads);
                phone.go(scanned);
                shows(phone, "scanned");
                Screens.wellMade(phone, "scanned");
                assertThat(phone.url())
                        .as("the key is in the address no longer")
                        .isEqualTo(screens.page("/move"));
                phone.click("#move button");
                shows(phone, "done");
                Screens.wellMade(phone, "done");
                phone.click("#p12");
                byte[] arrived = downloaded(downloads, "gongmail.p12");
                assertThat(arrived).isEqualTo(Files.readAllBytes(kept.file()));
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(new ByteArrayInputStream(arrived), kept.password().toCharArray());
                assertThat(store.getKey("me", kept.password().toCharArray()))
                        .isEqualTo(kept.owner().certificate().key());
                phone.click("details[data-system=macos] summary");
                phone.click("#profile");
                assertThat(ofProfile(downloaded(downloads, "gongmail.mobileconfig")))
                        .isEqualTo(arrived);

                phone.go(URI.create("about:blank"));
                phone.go(scanned);
                shows(phone, "scanned");
                phone.click("#move button");
                assertThat(problem(phone)).contains("G-261");
                Screens.wellMade(phone, "fetched already");
            }
            canary.add(
                    "key of the way", new BigInteger(1, HexFormat.of().parseHex(hex(key))).toByteArray(), new byte[0]);
            canary.add("key of the way as it is written", key);
            assertThat(new String(logged.octets.toByteArray(), StandardCharsets.UTF_8))
                    .isNotEmpty();
            assertThat(new String(Capture.sent(computerLog), StandardCharsets.ISO_8859_1))
                    .contains("POST /account/move HTTP/1.1", "name=\"sealed\"");
            assertThat(new String(Capture.sent(phoneLog), StandardCharsets.ISO_8859_1))
                    .contains("POST /move HTTP/1.1", "&code=");
            assertThat(found(canary, logged, computerLog, phoneLog)).isEmpty();
            assertThat(REQUEST.matcher(new String(Capture.sent(phoneLog), StandardCharsets.ISO_8859_1))
                            .results()
                            .map(request -> request.group(1)))
                    .as("the page that opens the file asks for nothing else")
                    .isNotEmpty()
                    .allMatch(request -> request.matches("(GET|POST) /move|GET /assets/[0-9a-f]{12}/\\S+"));
        }
    }

    /** Of Crockford's base32, as the page writes it. */
    private static String hex(String key) {
        BigInteger value = BigInteger.ZERO;
        for (char letter : key.toCharArray()) {
            value = value.shiftLeft(5).add(BigInteger.valueOf("0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(letter)));
        }
        return String.format("%064x", value.shiftRight(4));
    }

    private static byte[] ofProfile(byte[] profile) {
        String text = new String(profile, StandardCharsets.UTF_8);
        assertThat(text).contains("<string>com.apple.security.pkcs12</string>").doesNotContain("Password");
        Matcher data = Pattern.compile("(?s)<data>(.*?)</data>").matcher(text);
        assertThat(data.find()).isTrue();
        return Base64.getMimeDecoder().decode(data.group(1));
    }

    /** The search would find what a page sent: here one does. */
    @Test
    void aPageThatGaveTheKeyAwayWouldBeFoundOut() throws Exception {
        Kept kept = Kept.of("betrayed", home);
        Path log = home.resolve("betrayed.json");
        byte[] key = kept.owner().certificate().key().getEncoded();
        try (Logged logged = new Logged()) {
            try (Chromium computer = computer(kept, log)) {
                computer.run("fetch('/account/move', {method: 'POST', body: new Uint8Array(["
                        + Stream.of(HexFormat.ofDelimiter(",").formatHex(key).split(","))
                                .map(octet -> String.valueOf(Integer.parseInt(octet, 16)))
                                .reduce((all, one) -> all + "," + one)
                                .orElseThrow()
                        + "])}).then(answer => answer.status)");
            }
            LoggerFactory.getLogger("io.gongmail.leak").trace("{}", kept.password());
            assertThat(found(kept.canary(), logged, log))
                    .anyMatch(one -> one.startsWith("key from 0: capture"))
                    .anyMatch(one -> one.startsWith("password: log"));
        }
    }

    @Test
    void withoutACameraCodeAndKeyAreTyped() throws Exception {
        Kept kept = Kept.of("typist", home);
        try (Chromium computer = computer(kept, home.resolve("log.json"));
                Chromium phone = screens.chromium(home.resolve("phone"))) {
            computer.click("#move button");
            assertThat(problem(computer)).contains("인증서 파일을 먼저 고르십시오.");
            Screens.wellMade(computer, "no file");
            computer.type("#file", kept.owner().keyFile().toString());
            computer.click("#move button");
            await().untilAsserted(() -> assertThat(problem(computer)).contains(".p12 파일이 아닙니다."));
            seals(computer, kept.file());
            computer.click("#waits summary");
            String code = computer.text("#code");
            String key = computer.text("#key");
            Screens.wellMade(computer, "code and key");

            phone.width(Screens.NARROW);
            phone.go(screens.page("/move"));
            Screens.wellMade(phone, "typing");
            phone.type("#code", code.toLowerCase(Locale.ROOT).replace("-", ""));
            phone.type("#key", key.substring(1));
            phone.click("#move button");
            assertThat(problem(phone)).contains("52자");
            phone.retype("#key", (key.startsWith("A") ? "B" : "A") + key.substring(1));
            phone.click("#move button");
            await().untilAsserted(() -> assertThat(problem(phone)).contains("풀리지 않습니다"));
            Screens.wellMade(phone, "wrong key");
            phone.retype("#key", key.toLowerCase(Locale.ROOT));
            phone.click("#move button");
            shows(phone, "done");
        }
    }

    @Test
    void withoutScriptsBothPagesSayWhatToDo() throws Exception {
        Kept kept = Kept.of("scriptless", home);
        try (Chromium chromium = screens.chromium(home.resolve("computer"), kept.owner())) {
            chromium.width(Screens.NARROW);
            chromium.withoutScripts();
            screens.signIn(chromium, kept.owner());
            for (URI page : List.of(screens.own("/account/move"), screens.page("/move"))) {
                chromium.go(page);
                assertThat(chromium.text("#without")).contains("pki convert", "케이블");
                assertThat(chromium.text("main")).doesNotContain("QR 코드 만들기", "인증서 받기\n인증서 받기");
                assertThat(chromium.run("document.getElementById('move').hidden")
                                .asBoolean())
                        .isTrue();
                assertThat(chromium.isTooWide()).isFalse();
            }
        }
    }

    /** What slips into a page runs nothing and sends nothing, be it a script of ours. */
    @Test
    void aScriptThatIsNotThePagesOwnDoesNotRunNorIsAnythingSentElsewhere() {
        try (Chromium phone = screens.chromium(home)) {
            Assets assets = Assets.load();
            for (String path : List.of("/", "/move")) {
                phone.go(screens.page(path));
                String own = phone.run("document.querySelector('script').src").asText();
                String folder = own.substring(0, own.lastIndexOf('/') + 1);
                String name = own.substring(folder.length());
                assertThat(loads(phone, own, assets.integrity(name)))
                        .as("%s its own", path)
                        .isEqualTo("ran");
                assertThat(loads(phone, own, "")).as("%s unseen", path).isEqualTo("refused");
                for (String other : List.of("qrcode/qrcode.js", "move-send.js")) {
                    assertThat(loads(phone, folder + other, assets.integrity(other)))
                            .as("%s %s", path, other)
                            .isEqualTo("refused");
                }
                assertThat(phone.run("(() => { const script = document.createElement('script');"
                                        + " script.textContent = 'window.ran = true'; document.head.append(script);"
                                        + " return String(window.ran); })()")
                                .asText())
                        .isEqualTo("undefined");
            }
            for (URI elsewhere : List.of(screens.page("/status"), screens.own("/check"))) {
                assertThat(fetches(phone, elsewhere)).isEqualTo("refused");
            }
            assertThat(fetches(phone, screens.page("/move"))).isEqualTo("sent");
        }
    }

    private static String loads(Chromium chromium, String address, String integrity) {
        return chromium.run("new Promise(done => { const script = document.createElement('script'); script.src = '"
                        + address + "'; script.integrity = '" + integrity + "'; script.crossOrigin = 'anonymous';"
                        + " script.onload = () => done('ran'); script.onerror = () => done('refused');"
                        + " document.head.append(script); })")
                .asText();
    }

    private static String fetches(Chromium chromium, URI address) {
        return chromium.run("fetch('" + address + "').then(() => 'sent', () => 'refused')")
                .asText();
    }
}
