package io.gongmail.server.directory;

import io.gongmail.server.config.PersonDetail;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnit;
import io.gongmail.store.registry.ListedPerson;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A small government: two agencies, one with units, and some of their people. */
final class Charted {
    static final String MINISTRY = "1342000";
    static final String POLICE = "1320000";

    private Charted() {}

    static Chart government() {
        return government(EnumSet.allOf(PersonDetail.class));
    }

    static Chart government(Set<PersonDetail> shows) {
        ChartMaker maker = new ChartMaker(Book.SUFFIX, shows);
        maker.agency(
                new Agency(MINISTRY, "교육부", Set.of()),
                List.of(
                        new AgencyUnit("100", "기획조정실", ""),
                        new AgencyUnit("110", "정책기획관", "100"),
                        new AgencyUnit("200", "인재정책실", ""),
                        new AgencyUnit("201", "인재정책실", "")));
        maker.agency(new Agency(POLICE, "경찰청", Set.of()), List.of());
        maker.person(person("hong@moe.example", "홍길동", MINISTRY, "정책기획관", "사무관"));
        maker.person(person("kim@moe.example", "김철수", MINISTRY, "인재정책실", "주무관"));
        maker.person(person("jegal@moe.example", "제갈공명", MINISTRY, "없는과", ""));
        maker.person(person("gildong@police.example", "Gildong Hong", POLICE, "", "Inspector"));
        maker.person(new ListedPerson(
                Address.of("notice@moe.example"), "박담당", AccountType.AGENCY_REPRESENTATIVE, MINISTRY, "", "담당"));
        return maker.chart();
    }

    static ListedPerson person(String address, String name, String agency, String unit, String position) {
        return new ListedPerson(Address.of(address), name, AccountType.OFFICIAL, agency, unit, position);
    }
}
