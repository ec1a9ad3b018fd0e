package io.jsentinel.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocationTest {

    private static final int PORT = 6379;

    private final HostNames names = new HostNames();

    @BeforeEach
    void takeNames() {
        names.use(true, false);
        names.begin(1_000);
    }

    private static Endpoint at(String host) {
        return new Endpoint(host, PORT);
    }

    private Location locate(String host) {
        return names.locate(at(host));
    }

    @Test
    void anAddressIsWhereItSays() {
        Location place = locate("10.0.0.1");
        assertThat(place.isNamed()).isFalse();
        assertThat(place.target()).contains(at("10.0.0.1"));
        assertThat(place.shown()).isEqualTo(at("10.0.0.1"));
        assertThat(place.follow()).isFalse();
    }

    @Test
    void aNameThatIsNotKnownYetIsShownAsItIsAndCannotBeReached() {
        Location place = locate("m.test");
        assertThat(place.target()).isEmpty();
        assertThat(place.shown()).isEqualTo(at("m.test"));
        assertThat(place.follow()).isFalse();
    }

    @Test
    void aNameIsShownByItsAddressUnlessNamesAreAnnounced() {
        names.answered("m.test", List.of("10.0.0.1"));
        Location place = locate("m.test");
        assertThat(place.shown()).isEqualTo(at("10.0.0.1"));
        names.use(true, true);
        assertThat(place.shown()).isEqualTo(at("m.test"));
    }

    @Test
    void anAnswerMovesItOnlyWhenItFollows() {
        names.answered("m.test", List.of("10.0.0.1"));
        Location place = locate("m.test");
        names.answered("m.test", List.of("10.0.0.2"));
        assertThat(place.target()).contains(at("10.0.0.1"));
        assertThat(place.follow()).isTrue();
        assertThat(place.target()).contains(at("10.0.0.2"));
        assertThat(place.follow()).isFalse();
        names.answered("m.test", List.of("10.0.0.3", "10.0.0.2"));
        assertThat(place.follow()).as("the name still has the present address").isFalse();
    }

    @Test
    void itIsFoundByItsNameItsAddressAndAnotherNameOfThatAddress() {
        names.answered("m.test", List.of("10.0.0.1"));
        names.answered("alias.test", List.of("10.0.0.1"));
        names.answered("other.test", List.of("10.0.0.2"));
        Location place = locate("m.test");
        assertThat(place.isAt(at("M.Test"))).isTrue();
        assertThat(place.isAt(at("10.0.0.1"))).isTrue();
        assertThat(place.isAt(at("alias.test"))).isTrue();
        assertThat(place.isAt(at("other.test"))).isFalse();
        assertThat(place.isAt(new Endpoint("m.test", PORT + 1))).isFalse();
        assertThat(place.isAt(locate("alias.test"))).isTrue();
        assertThat(place.isAt(locate("other.test"))).isFalse();
    }

    @Test
    void aNameThatNobodyCanResolveCouldBeHere() {
        Location place = locate("10.0.0.1");
        names.answered("other.test", List.of("10.0.0.2"));
        assertThat(place.isElsewhere(at("unknown.test"))).isFalse();
        assertThat(place.isElsewhere(at("other.test"))).isTrue();
        assertThat(place.isElsewhere(at("10.0.0.2"))).isTrue();
        assertThat(place.isElsewhere(new Endpoint("unknown.test", PORT + 1))).isTrue();
    }

    @Test
    void anAddressTakesTheNameByWhichItIsCalledOnce() {
        names.answered("a.test", List.of("10.0.0.1"));
        Location place = locate("10.0.0.1");
        place.nameFrom(at("10.0.0.9"));
        assertThat(place.told()).isEqualTo(at("10.0.0.1"));
        place.nameFrom(at("a.test"));
        place.nameFrom(at("b.test"));
        assertThat(place.told()).isEqualTo(at("a.test"));
        assertThat(place.target()).contains(at("10.0.0.1"));
    }

    @Test
    void itsTextHasTheNameAndTheAddress() {
        names.answered("m.test", List.of("10.0.0.1"));
        assertThat(locate("m.test")).hasToString("m.test:6379 (10.0.0.1:6379)");
        assertThat(locate("10.0.0.1")).hasToString("10.0.0.1:6379");
    }
}
