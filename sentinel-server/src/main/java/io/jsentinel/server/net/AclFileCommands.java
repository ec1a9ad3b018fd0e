package io.jsentinel.server.net;

import io.jsentinel.acl.UserFileText;
import io.jsentinel.acl.Users;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.store.Accounts;
import io.jsentinel.server.store.UserFile;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ACL LOAD and ACL SAVE. A thread of their own waits for the disk; whoever asked waits for the answer. */
final class AclFileCommands {

    private static final Logger LOG = LoggerFactory.getLogger(AclFileCommands.class);

    private static final Resp NO_FILE = Resp.error("This Redis instance is not configured to use an ACL file. You may"
            + " want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
            + " Redis configuration file set) in order to store users in the Redis configuration.");

    private static final Resp NOT_SAVED =
            Resp.error("There was an error trying to save the ACLs. Please check the server logs for more information");

    private static final Resp BUSY = Resp.error("too many requests wait for the ACL file");

    /** How many requests may wait for a slow disk. */
    private static final int MAX_WAITING = 100;

    private static final int IDLE_SECONDS = 10;

    private final Sessions sessions;
    private final Accounts accounts;
    private final EventLoop loop;
    private final ThreadPoolExecutor disk;

    AclFileCommands(Sessions sessions, EventLoop loop) {
        this.sessions = sessions;
        this.accounts = sessions.accounts();
        this.loop = loop;
        disk = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "acl-file");
                    thread.setDaemon(true);
                    return thread;
                });
        disk.allowCoreThreadTimeOut(true);
    }

    void addTo(Map<String, SessionCommand> commands) {
        commands.put("acl|save", this::save);
        commands.put("acl|load", this::load);
    }

    private void save(ClientSession client, List<String> words) {
        accounts.file()
                .ifPresentOrElse(
                        file -> {
                            String text = UserFileText.write(accounts.users(), accounts.form());
                            later(client, () -> saved(file, text));
                        },
                        () -> client.answer(NO_FILE));
    }

    /** Writes, on the thread of the disk; what it returns happens on the event loop and gives the answer. */
    private static Supplier<Resp> saved(UserFile file, String text) {
        try {
            file.write(text);
            return () -> Resp.OK;
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            return () -> NOT_SAVED;
        }
    }

    private void load(ClientSession client, List<String> words) {
        accounts.file().ifPresentOrElse(file -> later(client, () -> loaded(file)), () -> client.answer(NO_FILE));
    }

    private Supplier<Resp> loaded(UserFile file) {
        try {
            String text = file.read();
            return () -> takeOver(UserFileText.parse(file.name(), text, accounts.users()));
        } catch (IOException e) {
            return () -> Resp.error(e.getMessage());
        }
    }

    private Resp takeOver(UserFileText.Parsed parsed) {
        if (!parsed.errors().isEmpty()) {
            return Resp.error(parsed.errors());
        }
        Users users = accounts.users();
        users.become(parsed.users());
        return Resp.OK;
    }

    /** Does something on the thread of the disk, then what follows from it on the event loop. */
    private void later(ClientSession client, Supplier<Supplier<Resp>> work) {
        long id = client.facts().id;
        client.awaitAnswer();
        try {
            disk.execute(() -> {
                Supplier<Resp> outcome = guarded(work, fault -> () -> fault);
                loop.execute(() -> answer(id, guarded(outcome, fault -> fault)));
            });
        } catch (RejectedExecutionException e) {
            loop.execute(() -> sessions.reply(id, BUSY));
        }
    }

    /** What the work returns, or what becomes of the answer to a fault of ours: whoever asked must not wait for ever. */
    private static <T> T guarded(Supplier<T> work, Function<Resp, T> afterFault) {
        try {
            return work.get();
        } catch (RuntimeException fault) {
            LOG.error("the ACL file could not be dealt with", fault);
            return afterFault.apply(Resp.error("internal fault, see the log"));
        }
    }

    private void answer(long id, Resp answer) {
        sessions.review(any -> true, id, answer);
    }
}
