package io.gongmail.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.gongmail.pki.demo.identity.Permitted;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The heap of another JVM of the same user, through its own management beans. Not thread-safe. */
@Permitted("the JDK's way into a JVM that was started without management (module jdk.attach, exported)")
final class ServerHeap implements AutoCloseable {
    private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";

    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final MemoryMXBean memory;

    private ServerHeap(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
    }

    /** Has {@code process} start its management, which it keeps from then on. */
    @SuppressWarnings("BanJNDI") // The address is that of our own process, which told it over a socket of this user's.
    static ServerHeap of(long process) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            try {
                return new ServerHeap(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + process + " is no JVM of ours", e);
        }
    }

    /** Octets that live, after a full collection; the second takes what the first has had finalized. */
    long live() {
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Where it is. */
    Resident.Range range() throws IOException {
        return Resident.heap(said("gcHeapInfo"));
    }

    /** How many objects of which class live, the largest first, as {@code jmap -histo:live} tells. */
    String histogram() throws IOException {
        return said("gcClassHistogram");
    }

    private String said(String command) throws IOException {
        try {
            return String.valueOf(
                    beans.invoke(new ObjectName(DIAGNOSTICS), command, new Object[] {new String[0]}, new String[] {
                        String[].class.getName()
                    }));
        } catch (JMException e) {
            throw new IOException(command + " failed", e);
        }
    }

    /**
     * Collections since the server started.
     *
     * @param young of what is new, how many
     * @param full of everything, how many
     */
    record Collections(long young, long youngMillis, long full, long fullMillis) {
        Collections since(Collections before) {
            return new Collections(
                    young - before.young,
                    youngMillis - before.youngMillis,
                    full - before.full,
                    fullMillis - before.fullMillis);
        }

        @Override
        public String toString() {
            return young + " young in " + youngMillis + " ms, " + full + " full in " + fullMillis + " ms";
        }
    }

    /** Nobody goes on while one is under way, with the collectors that we are installed with. */
    Collections collections() throws IOException {
        Collections sum = new Collections(0, 0, 0, 0);
        for (GarbageCollectorMXBean each : ManagementFactory.getPlatformMXBeans(beans, GarbageCollectorMXBean.class)) {
            // G1's collections of the young may take some of the old with them.
            boolean old = !each.getName().contains("Young")
                    && Arrays.stream(each.getMemoryPoolNames())
                            .anyMatch(pool -> pool.contains("Tenured") || pool.contains("Old"));
            long number = each.getCollectionCount();
            long millis = each.getCollectionTime();
            sum = old
                    ? new Collections(sum.young, sum.youngMillis, sum.full + number, sum.fullMillis + millis)
                    : new Collections(sum.young + number, sum.youngMillis + millis, sum.full, sum.fullMillis);
        }
        return sum;
    }

    /** From now on {@link #peak} counts. */
    void forgetPeak() throws IOException {
        for (MemoryPoolMXBean pool : pools()) {
            pool.resetPeakUsage();
        }
    }

    /** At most so many octets were in use at once, garbage included: the sum of what each part of the heap had at most. */
    long peak() throws IOException {
        long peak = 0;
        for (MemoryPoolMXBean pool : pools()) {
            peak += pool.getPeakUsage().getUsed();
        }
        return peak;
    }

    private List<MemoryPoolMXBean> pools() throws IOException {
        return ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
