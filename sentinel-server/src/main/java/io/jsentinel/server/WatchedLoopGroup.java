package io.jsentinel.server;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One event loop whose thread does not end unnoticed: Netty only logs what ended it, and the process lives on, deaf. */
final class WatchedLoopGroup extends MultiThreadIoEventLoopGroup {

    /**
     * A loop that runs from its first task on.
     *
     * @param handlers what makes its selector
     * @param died hears, on its thread, what ended it; not when it was shut down in order
     */
    WatchedLoopGroup(IoHandlerFactory handlers, Consumer<Throwable> died) {
        super(1, new DefaultThreadFactory("loop"), handlers, died);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... args) {
        // Called by the constructor above, before any field of this class could be set.
        @SuppressWarnings("unchecked")
        Consumer<Throwable> died = (Consumer<Throwable>) args[0];
        return new WatchedLoop(this, executor, handlers, died);
    }

    private static final class WatchedLoop extends SingleThreadIoEventLoop {

        private final Consumer<Throwable> died;

        WatchedLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers, Consumer<Throwable> died) {
            super(group, executor, handlers);
            this.died = died;
        }

        @Override
        protected void run() {
            try {
                super.run();
            } catch (RuntimeException | Error cause) {
                died.accept(cause);
                throw cause;
            }
        }
    }
}
