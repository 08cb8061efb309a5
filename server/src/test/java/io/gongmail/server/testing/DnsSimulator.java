package io.gongmail.server.testing;

import com.google.common.net.InetAddresses;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A simulator of a recursive DNS server on loopback, by UDP and TCP: it answers what the test says, says in each answer that it is a
 * simulator, and keeps what it was asked. What it was told nothing of does not exist.
 */
public final class DnsSimulator implements AutoCloseable {
    /** RFC 6891: what our side announces. */
    private static final int LARGEST_DATAGRAM = 1_280;

    private static final int SILENCE = -1;
    private static final int TTL = 60;
    private static final int MOST_ALIASES = 4;

    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final Map<Name, Integer> failing = new ConcurrentHashMap<>();
    /** Name and type; {@code tcp} before it where it came that way. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public DnsSimulator() throws IOException {
        connections = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        datagrams = new DatagramSocket(connections.getLocalPort(), InetAddress.getLoopbackAddress());
        start(this::datagrams);
        start(this::connections);
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "dns-simulator");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), datagrams.getLocalPort());
    }

    public DnsSimulator mx(String domain, int preference, String host) {
        records.add(new MXRecord(name(domain), DClass.IN, TTL, preference, name(host)));
        return this;
    }

    public DnsSimulator address(String host, String address) {
        InetAddress parsed = InetAddresses.forString(address);
        records.add(
                address.contains(":")
                        ? new AAAARecord(name(host), DClass.IN, TTL, parsed)
                        : new ARecord(name(host), DClass.IN, TTL, parsed));
        return this;
    }

    public DnsSimulator alias(String name, String target) {
        records.add(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
        return this;
    }

    /** @param rcode as {@link Rcode} has them */
    public DnsSimulator fails(String name, int rcode) {
        failing.put(name(name), rcode);
        return this;
    }

    public DnsSimulator saysNothingOf(String name) {
        failing.put(name(name), SILENCE);
        return this;
    }

    private static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private void datagrams() {
        byte[] buffer = new byte[4 * 1024];
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                byte[] answer = answer(question, "", LARGEST_DATAGRAM);
                if (answer.length > 0) {
                    datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, or no question: the next one comes.
                continue;
            }
        }
    }

    private void connections() {
        while (!connections.isClosed()) {
            try {
                Socket peer = connections.accept();
                start(() -> connection(peer));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connection(Socket peer) {
        try (peer) {
            DataInputStream in = new DataInputStream(peer.getInputStream());
            DataOutputStream out = new DataOutputStream(peer.getOutputStream());
            while (true) {
                byte[] answer = answer(new Message(in.readNBytes(in.readUnsignedShort())), "tcp ", Message.MAXLENGTH);
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // It has heard enough.
        }
    }

    private byte[] answer(Message question, String how, int largest) {
        Record asks = question.getQuestion();
        asked.add(how + asks.getName() + " " + Type.string(asks.getType()));
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(asks, Section.QUESTION);
        int failure = failing.getOrDefault(asks.getName(), Rcode.NOERROR);
        if (failure == SILENCE) {
            return new byte[0];
        }
        answer.getHeader().setRcode(failure);
        if (failure == Rcode.NOERROR) {
            fill(answer, asks);
        }
        answer.addRecord(new TXTRecord(asks.getName(), DClass.IN, 0, "a simulator"), Section.ADDITIONAL);
        byte[] whole = answer.toWire();
        if (whole.length <= largest) {
            return whole;
        }
        answer.removeAllRecords(Section.ANSWER);
        answer.removeAllRecords(Section.ADDITIONAL);
        answer.getHeader().setFlag(Flags.TC);
        return answer.toWire();
    }

    private void fill(Message answer, Record asks) {
        Name name = asks.getName();
        for (int aliases = 0; aliases < MOST_ALIASES; aliases++) {
            Name here = name;
            List<Record> of = records.stream()
                    .filter(record -> record.getName().equals(here))
                    .toList();
            of.stream()
                    .filter(record -> record.getType() == asks.getType())
                    .forEach(record -> answer.addRecord(record, Section.ANSWER));
            List<Record> alias =
                    of.stream().filter(record -> record.getType() == Type.CNAME).toList();
            if (of.isEmpty()) {
                answer.getHeader().setRcode(Rcode.NXDOMAIN);
            }
            if (alias.isEmpty()) {
                return;
            }
            answer.addRecord(alias.get(0), Section.ANSWER);
            name = ((CNAMERecord) alias.get(0)).getTarget();
        }
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        connections.close();
    }
}
