package io.jsentinel.bench;

import io.jsentinel.testkit.RedisServer;

/** What happens to a master. */
enum Fault {
    /** Its process ends at once, as by {@code kill -9}; connections to it are refused. */
    KILL {
        @Override
        void hit(RedisServer master) {
            master.kill();
        }
    },
    /** Its process stands still (SIGSTOP): connections stay open and nothing is answered. */
    STOP {
        @Override
        void hit(RedisServer master) {
            master.freeze();
        }
    };

    abstract void hit(RedisServer master);
}
