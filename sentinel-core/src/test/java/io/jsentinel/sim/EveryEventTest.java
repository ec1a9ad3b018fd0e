package io.jsentinel.sim;

import static io.jsentinel.event.EventType.*;
import static io.jsentinel.sim.EventScene.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event: the scenario that shows it, how loud it is, and what it says. */
class EveryEventTest {

    private static final String IP = "10\\.0\\.\\d+\\.\\d+";
    private static final String ID = "[0-9a-f]{40}";
    private static final String MASTER = "master [mn] " + IP + " 6379";
    private static final String OF_MASTER = " @ [mn] " + IP + " 6379";
    private static final String REPLICA = "slave " + IP + ":6379 " + IP + " 6379" + OF_MASTER;
    private static final String SENTINEL_AT = "sentinel " + ID + " " + IP + " 26379" + OF_MASTER;
    private static final String ANY = "(" + MASTER + "|" + REPLICA + "|" + SENTINEL_AT + ")";

    /** How an event is shown: in which scenario, how loud, and in which form. */
    private record Shown(EventScene scene, Level level, String payload) {}

    private static final Map<EventType, Shown> TABLE = new EnumMap<>(EventType.class);

    private static void warning(EventScene scene, String payload, EventType... types) {
        put(Level.WARNING, scene, payload, types);
    }

    private static void notice(EventScene scene, String payload, EventType... types) {
        put(Level.NOTICE, scene, payload, types);
    }

    private static void put(Level level, EventScene scene, String payload, EventType... types) {
        for (EventType type : types) {
            TABLE.put(type, new Shown(scene, level, payload));
        }
    }

    static {
        EventScene replaced = A_MASTER_IS_REPLACED_AND_COMES_BACK_AS_A_REPLICA;
        warning(replaced, MASTER + " quorum 2", MONITOR);
        notice(replaced, REPLICA, SLAVE, CONVERT_TO_SLAVE);
        notice(replaced, SENTINEL_AT, SENTINEL);
        warning(replaced, ANY, SDOWN, SDOWN_ENDED);
        warning(replaced, MASTER + " #quorum [23]/2", ODOWN);
        warning(replaced, "\\d+", NEW_EPOCH);
        warning(replaced, ID + " \\d+", VOTE_FOR_LEADER);
        warning(replaced, MASTER, TRY_FAILOVER, ELECTED_LEADER, FAILOVER_STATE_SELECT_SLAVE);
        warning(replaced, MASTER, FAILOVER_STATE_RECONF_SLAVES, FAILOVER_END);
        warning(replaced, REPLICA, SELECTED_SLAVE, PROMOTED_SLAVE);
        notice(replaced, REPLICA, FAILOVER_STATE_SEND_SLAVEOF_NOONE, FAILOVER_STATE_WAIT_PROMOTION);
        notice(replaced, REPLICA, SLAVE_RECONF_SENT, SLAVE_RECONF_INPROG, SLAVE_RECONF_DONE);
        warning(replaced, SENTINEL_AT, CONFIG_UPDATE_FROM);
        warning(replaced, "m " + IP + " 6379 " + IP + " 6379", SWITCH_MASTER);
        put(Level.VERBOSE, replaced, ANY + " new reported role is slave", ROLE_CHANGE);
        put(Level.VERBOSE, replaced, ANY + " new reported role is master", ROLE_CHANGE_UNEXPECTED);
        put(Level.DEBUG, replaced, ANY + " #.+", CMD_LINK_RECONNECTION);
        put(Level.DEBUG, replaced, "(" + MASTER + "|" + REPLICA + ") #.+", PUBSUB_LINK_RECONNECTION);

        EventScene alone = A_MASTER_WITHOUT_REPLICAS_GOES_AND_COMES_BACK;
        warning(alone, MASTER, ODOWN_ENDED, FAILOVER_ABORT_NO_GOOD_SLAVE);
        warning(THE_MAJORITY_IS_GONE, MASTER, FAILOVER_ABORT_NOT_ELECTED);
        warning(THE_CHOSEN_REPLICA_IS_NOT_PROMOTED, MASTER, FAILOVER_ABORT_SLAVE_TIMEOUT);
        notice(A_MASTER_HANDS_OVER, REPLICA, FAILOVER_STATE_PAUSE_WRITES, FAILOVER_STATE_WAIT_OFFSET);
        notice(A_MASTER_HANDS_OVER, MASTER, FAILOVER_STATE_DEMOTE_MASTER);
        warning(A_HAND_OVER_IS_GIVEN_UP, MASTER + " #.+", FAILOVER_ABORT_COORDINATED);
        notice(ANOTHER_REPLICA_DOES_NOT_FOLLOW, REPLICA, SLAVE_RECONF_SENT_TIMEOUT);
        warning(THE_OTHER_REPLICAS_TAKE_TOO_LONG, MASTER, FAILOVER_END_FOR_TIMEOUT);
        notice(THE_OTHER_REPLICAS_TAKE_TOO_LONG, REPLICA, SLAVE_RECONF_SENT_BEST_EFFORT);
        notice(A_REPLICA_FOLLOWS_A_WRONG_MASTER, REPLICA, FIX_SLAVE_CONFIG);
        notice(A_MASTER_IS_RESTARTED, MASTER, REBOOT);

        warning(
                A_MASTER_COMES_BACK_EMPTY_AND_IS_WANTED_SO,
                MASTER + " #it came back without data .+ \\(0 keys, " + IP + ":6379 has 1000\\)",
                REBOOT_GUARD);
        warning(A_MASTER_COMES_BACK_EMPTY_AND_IS_WANTED_SO, MASTER, REBOOT_GUARD_ENDED);
        warning(
                A_FOREIGN_MASTER_HAS_THE_ADDRESS_OF_A_REPLICA,
                REPLICA + " #it has data of its own .+",
                FOREIGN_INSTANCE);
        warning(A_MASTER_SEES_NO_MAJORITY_FOR_A_WHILE, MASTER + "( #.+)?", FENCED, FENCED_ENDED);
        notice(A_NODE_REFUSES_A_COMMAND_FOR_A_WHILE, ANY + " #.+", NODE_ERROR, NODE_ERROR_ENDED);

        EventScene moves = A_SENTINEL_OF_TWO_MASTERS_MOVES;
        notice(moves, MASTER + " ip 10\\.0\\.9\\.9 port 26379 for " + ID, SENTINEL_ADDRESS_SWITCH);
        notice(moves, SENTINEL_AT + " 1 additional matching instances", SENTINEL_ADDRESS_UPDATE);
        notice(A_SENTINEL_LOSES_ITS_IDENTITY, SENTINEL_AT, SENTINEL_INVALID_ADDR);
        warning(A_SENTINEL_STANDS_STILL, "#tilt mode entered", TILT);
        warning(A_SENTINEL_STANDS_STILL, "#tilt mode exited", TILT_ENDED);
        warning(A_DISK_FAILS_FOR_A_WHILE, "#.+", SAVE_FAILING, SAVE_FAILING_ENDED);

        String ofPods = "master m redis-\\d\\.redis-headless\\.test 6379";
        warning(
                THE_LAST_MASTER_OF_A_SET_OF_PODS_DOES_NOT_COME_BACK,
                ofPods + " #the last known master did not come back: .+",
                POSSIBLE_DATA_LOSS);
        warning(
                A_REPLICA_OF_A_SET_OF_PODS_TAKES_WRITES,
                ofPods + " #redis-\\d took writes too, up to offset \\d+, and has \\d+ keys: it follows the master now",
                DIVERGENT_MASTER);

        EventScene people = PEOPLE_CHANGE_WHAT_IS_WATCHED;
        warning(people, MASTER + " auth-pass \\*\\*\\*\\*\\*\\*", SET);
        warning(people, MASTER, RESET_MASTER, MONITOR_ENDED);
        warning(SCRIPTS_FAIL_AND_TAKE_TOO_LONG, "notify\\.sh 0 3", SCRIPT_ERROR);
        warning(SCRIPTS_FAIL_AND_TAKE_TOO_LONG, "notify\\.sh \\d+", SCRIPT_TIMEOUT);
        put(Level.DEBUG, SCRIPTS_FAIL_AND_TAKE_TOO_LONG, "\\d+", SCRIPT_CHILD);
        put(Level.DEBUG, SCRIPTS_FAIL_AND_TAKE_TOO_LONG, "\\d+ [03] [09]", SCRIPT_CHILD_ENDED);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void isAnnouncedInItsScenarioWithItsPayload(EventType type) {
        Shown shown = TABLE.get(type);
        assertThat(shown).as("the scenario that shows %s", type.channel()).isNotNull();
        List<String> payloads = shown.scene().events().stream()
                .filter(event -> event.type() == type)
                .map(Event::payload)
                .toList();
        assertThat(payloads)
                .as("%s in %s", type.channel(), shown.scene())
                .isNotEmpty()
                .allMatch(payload -> payload.matches(shown.payload()));
        assertThat(type.level()).isEqualTo(shown.level());
        assertThat(type.isPublished()).isEqualTo(shown.level() != Level.DEBUG);
    }

    @Test
    void noTwoEventsHaveOneChannel() {
        assertThat(List.of(EventType.values())).extracting(EventType::channel).doesNotHaveDuplicates();
    }

    @Test
    void aPayloadIsCutWhereRedisCutsIt() {
        Event event = new Event(SET, "x".repeat(5_000));
        assertThat(event.payload()).hasSize(1_023);
        assertThat(event.toString()).startsWith("+set x");
    }
}
