package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentTest {
    private static final String SERIAL = """
             def new generation   total 19648K, used 1234K [0x00000000d0000000, 0x00000000d1550000, 0x00000000e0000000)
              eden space 17472K,   7% used [0x00000000d0000000, 0x00000000d0134b68, 0x00000000d1110000)
             tenured generation   total 43712K, used 3072K [0x00000000e0000000, 0x00000000e2ab0000, 0x0000000100000000)
               the space 43712K,   7% used [0x00000000e0000000, 0x00000000e0300228, 0x00000000e0300400, 0x00000000e2ab0000)
             Metaspace       used 5093K, committed 5248K, reserved 1056768K
            """;

    @Test
    void theHeapGoesFromItsFirstPartToTheEndOfItsLast() throws IOException {
        assertThat(Resident.heap(SERIAL)).isEqualTo(new Resident.Range(0xd0000000L, 0x100000000L));
    }

    @Test
    void ofG1OneLineTells() throws IOException {
        assertThat(Resident.heap(
                        " garbage-first heap   total 262144K, used 1536K [0x0000000700000000, 0x0000000800000000)"))
                .isEqualTo(new Resident.Range(0x700000000L, 0x800000000L));
    }

    @Test
    void whatTellsNoAddressIsAnError() {
        assertThatThrownBy(() -> Resident.heap("unknown")).isInstanceOf(IOException.class);
    }

    @Test
    void whatLiesInTheHeapIsLeftOutAndAllElseIsCounted() {
        List<String> smaps = List.of(
                "d0000000-d1550000 rw-p 00000000 00:00 0 ",
                "Rss:               21824 kB",
                "Pss:               21824 kB",
                "e0000000-e2ab0000 rw-p 00000000 00:00 0 ",
                "Pss:                1000 kB",
                "7f0000000000-7f0000021000 rw-p 00000000 00:00 0 ",
                "Rss:                 132 kB",
                "Pss:                  66 kB",
                "Pss_Dirty:            60 kB",
                "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]",
                "Pss:                   0 kB");
        assertThat(Resident.kibWithout(smaps, new Resident.Range(0xd0000000L, 0x100000000L)))
                .isEqualTo(66);
    }
}
