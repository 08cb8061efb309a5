package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** COMPRESS (RFC 4978) with another zlib than Java's at the other end. */
@Tag("clients")
@Tag("either-provider")
class CompressingClientTest {
    private static final String SCRIPT = String.join(
            "\n",
            "import imaplib, ssl, sys, zlib",
            "port, trust, user, password, certificate, key = sys.argv[1:7]",
            "context = ssl.create_default_context(cafile=trust)",
            "context.load_cert_chain(certificate, key)",
            "imap = imaplib.IMAP4_SSL('localhost', int(port), ssl_context=context, timeout=30)",
            "imap.login(user, password)",
            "imaplib.Commands['COMPRESS'] = ('AUTH', 'SELECTED')",
            "assert imap._simple_command('COMPRESS', 'DEFLATE')[0] == 'OK'",
            "deflate = zlib.compressobj(9, zlib.DEFLATED, -15)",
            "inflate = zlib.decompressobj(-15)",
            "came, had, read = 0, b'', 0",
            "def more():",
            "    global came, had",
            "    octets = imap.sock.recv(65536)",
            "    assert octets, 'closed'",
            "    came += len(octets)",
            "    had += inflate.decompress(octets)",
            "def take(size):",
            "    global had, read",
            "    taken, had = had[:size], had[size:]",
            "    read += size",
            "    return taken",
            "def octets(size):",
            "    while len(had) < size: more()",
            "    return take(size)",
            "def line():",
            "    while b'\\n' not in had: more()",
            "    return take(had.index(b'\\n') + 1)",
            "imap.send = lambda data: imap.sock.sendall(deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH))",
            "imap.read, imap.readline = octets, line",
            "message = b'Subject: x\\r\\n\\r\\n' + b'The plan of the ministry.\\r\\n' * 40000",
            "assert imap.create('Zipped')[0] == 'OK'",
            "assert imap.append('Zipped', None, None, message)[0] == 'OK'",
            "imap.select('Zipped')",
            "assert imap.fetch('1', '(BODY.PEEK[])')[1][0][1] == message",
            "imap.logout()",
            "assert came * 20 < read, (came, read)",
            "print('as it was')");

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void pythonReadsWhatItWroteInAFractionOfTheOctets() {
        Program.needed("python3");
        Path home = server.write("compressing-client", hong.certificate());
        Program.Outcome outcome = Program.run(
                List.of(
                        "python3",
                        "-c",
                        SCRIPT,
                        String.valueOf(server.imap().port()),
                        server.folder().resolve("pki/server-ca.pem").toString(),
                        hong.address(),
                        hong.password(),
                        home.resolve("person.crt.pem").toString(),
                        home.resolve("person.key.pem").toString()),
                home.resolve("person.crt.pem"));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("as it was");
    }
}
